import type { FakeFaults, FaultKind } from "./faults.ts";
import { type FakeLimits, LIMIT_HEADERS } from "./limiter.ts";

const LIMITS: Readonly<Record<keyof FakeLimits, true>> = {
  concurrency: true,
  rpm: true,
  tpm: true,
  burstS: true,
  headers: true,
  messagesStatus: true,
};
const FAULTS: Readonly<Record<keyof FakeFaults, true>> = {
  rate: true,
  kinds: true,
  seed: true,
  persistent: true,
  retryAfterS: true,
  slowMs: true,
};
const KINDS: Readonly<Record<FaultKind, true>> = {
  "429": true,
  "429-retry-after": true,
  "500": true,
  "503": true,
  "529": true,
  hang: true,
  "hang-body": true,
  "reset-before": true,
  "reset-body": true,
  "truncated-sse": true,
  "malformed-json": true,
  html: true,
  "empty-choices": true,
  "slow-body": true,
  "wrong-content-type": true,
};

/**
 * Options come as JSON, too: a misspelt fault would make a test pass that tests nothing.
 * @throws Error naming what is wrong
 */
export function checkOptions(limits: FakeLimits | undefined, faults: FakeFaults | undefined): void {
  if (limits) {
    known("limits", limits, LIMITS);
    for (const key of ["concurrency", "rpm", "tpm", "burstS"] as const) {
      const value = limits[key];
      if (value !== undefined && !(value > 0)) throw new Error(`limits.${key}: ${value} is not above 0`);
    }
    if (limits.headers !== undefined && !LIMIT_HEADERS.includes(limits.headers))
      throw new Error(`limits.headers: ${limits.headers} is none of ${LIMIT_HEADERS.join(", ")}`);
  }
  if (faults) {
    known("faults", faults, FAULTS);
    known("faults.kinds", faults.kinds, KINDS);
    if (!(faults.rate >= 0 && faults.rate <= 1)) throw new Error(`faults.rate: ${faults.rate} is not in 0…1`);
    if (!Object.values(faults.kinds).some((weight) => weight > 0)) throw new Error("faults.kinds: all weights are 0");
  }
}

function known(name: string, value: object, keys: Readonly<Record<string, true>>): void {
  for (const key of Object.keys(value)) {
    if (!Object.hasOwn(keys, key)) throw new Error(`${name}: no such key: ${key} (${Object.keys(keys).join(", ")})`);
  }
}
