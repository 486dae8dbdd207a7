import type { CallError } from "../domain/output.ts";

/** A stop or the budget kept the call from being made, or cut it short: the trial is still to be done. */
export function isNoResult({ kind }: CallError): boolean {
  return kind === "aborted" || kind === "budget";
}
