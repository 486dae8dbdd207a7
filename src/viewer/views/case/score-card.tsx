import { formatUsd } from "../../../base/format-value.ts";
import type { JudgeRecord, Score } from "../../../domain/score.ts";
import { visibleText } from "../../../report/safe-text.ts";
import { LongText } from "../../parts/long-text.tsx";

/** What one grader said: the result, its reason, and behind folds what it rests on. */
export function ScoreCard({ score }: { score: Score }) {
  const { grader, extracted, severity, parts, judge, costUsd } = score;
  const word = resultWord(score);
  return (
    <div class={`score-card score-${word}`}>
      <p class="score-line">
        <strong class="text">{visibleText(grader)}</strong> <span class="result">{word}</span>
        {score.status === "scored" && <span class="num"> {scoreText(score.score)}</span>}
        {score.status === "scored" && score.label !== null && (
          <span>
            {" "}
            label <code class="text">{visibleText(score.label)}</code>
          </span>
        )}
        {severity !== null && <span class="muted"> severity {visibleText(severity)}</span>}
      </p>
      {score.reason !== null && score.reason !== "" && <LongText text={score.reason} class="reason" />}
      {extracted !== null && (
        <p class="extracted small">
          graded: <code class="text">{visibleText(extracted)}</code>
        </p>
      )}
      {parts !== undefined && (
        <details>
          <summary>Parts</summary>
          <LongText text={JSON.stringify(parts, null, 2)} class="json" />
        </details>
      )}
      {judge !== null && <JudgeReply judge={judge} costUsd={costUsd} />}
    </div>
  );
}

function JudgeReply({ judge, costUsd }: { judge: JudgeRecord; costUsd: number | null }) {
  const tokens = (value: number | null) => (value === null ? "unknown" : value.toLocaleString("en"));
  const { calls = 1, cachedCalls } = judge;
  return (
    <details>
      <summary>
        Judge <span class="text">{visibleText(judge.model)}</span>
      </summary>
      <p class="muted small">
        {costUsd === null ? "cost unknown" : formatUsd(costUsd)} · tokens in {tokens(judge.inputTokens)}, out{" "}
        {tokens(judge.outputTokens)}
        {calls > 1 && ` · ${calls} calls`}
        {judge.cached ? " · replayed" : cachedCalls ? ` · ${cachedCalls} replayed` : ""}
      </p>
      <LongText text={judge.reply} />
    </details>
  );
}

function resultWord(score: Score): "passed" | "failed" | "scored" | "ungraded" {
  if (score.status === "ungraded") return "ungraded";
  return score.pass === null ? "scored" : score.pass ? "passed" : "failed";
}

/** Up to three decimals; never 1 for less. */
function scoreText(score: number): string {
  const text = Number(score.toFixed(3)).toString();
  return text === "1" && score < 1 ? ">0.999" : text === "0" && score > 0 ? "<0.001" : text;
}
