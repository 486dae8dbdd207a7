import { formatDuration, formatUsd } from "../../../base/format-value.ts";
import type { Output } from "../../../domain/output.ts";

/** What is known of a call, a name and a text each. What is not known is said where a reader would look for it. */
export function trialFacts(output: Output): readonly (readonly [name: string, text: string])[] {
  const { usage, costUsd, queueMs, attempts } = output;
  const ms = (value: number | null) => (value === null ? "unknown" : formatDuration(value));
  const tokens = (value: number | null) => (value === null ? "unknown" : value.toLocaleString("en"));
  const facts: [string, string][] = [];
  if (output.status === "ok") {
    facts.push(["latency", ms(output.latencyMs)]);
    if (output.firstTokenMs !== null) facts.push(["first token", ms(output.firstTokenMs)]);
  }
  if (queueMs > 0) facts.push(["queued", ms(queueMs)]);
  facts.push(["cost", costUsd === null ? "unknown" : formatUsd(costUsd)]);
  facts.push(["tokens in", tokens(usage.inputTokens)]);
  if (usage.cacheReadTokens) facts.push(["of these from the provider's cache", tokens(usage.cacheReadTokens)]);
  if (usage.cacheWriteTokens) facts.push(["written to the provider's cache", tokens(usage.cacheWriteTokens)]);
  facts.push(["tokens out", tokens(usage.outputTokens)]);
  if (usage.reasoningTokens) facts.push(["of these reasoning", tokens(usage.reasoningTokens)]);
  if (attempts.length > 1) facts.push(["attempts", String(attempts.length)]);
  return facts;
}

/** `replayed from the cache`, `taken from run x`: where an answer is not this run's own call. */
export function originOf(output: Output): string | null {
  if (output.reusedFrom !== undefined) return `taken from run ${output.reusedFrom}`;
  return output.cached ? "replayed from the cache" : null;
}
