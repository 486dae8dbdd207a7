import type { CallError, Reply, Usage } from "../domain/output.ts";

export const UNKNOWN_USAGE: Usage = {
  inputTokens: null,
  outputTokens: null,
  cacheReadTokens: null,
  cacheWriteTokens: null,
  reasoningTokens: null,
};

/** The reply where no call was made: nothing was sent, nothing was spent. */
export function noCall(error: CallError): Reply {
  return { status: "error", error, usage: UNKNOWN_USAGE, costUsd: null, queueMs: 0, cached: false, attempts: [] };
}

/** A stop kept the call from being made or cut it short: no result, the trial is still to be done. */
export const ABORTED: CallError = {
  kind: "aborted",
  message: "the run was stopped",
  httpStatus: null,
  retryable: false,
};
