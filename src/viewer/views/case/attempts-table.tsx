import { formatDuration } from "../../../base/format-value.ts";
import type { Attempt } from "../../../domain/output.ts";
import { visibleText } from "../../../report/safe-text.ts";
import { ScrollBox } from "../../parts/scroll-box.tsx";

/** The requests that went out for an answer, behind a fold: one that worked at once is mostly nobody's question. */
export function AttemptsTable({ attempts, of }: { attempts: readonly Attempt[]; of: string }) {
  if (attempts.length === 0) return null;
  return (
    <details>
      <summary>{attempts.length === 1 ? "1 attempt" : `${attempts.length} attempts`}</summary>
      <ScrollBox label={`Attempts of ${of}`}>
        <table class="data attempts">
          <thead>
            <tr>
              <th scope="col">Started (UTC)</th>
              <th scope="col">Took</th>
              <th scope="col">Status</th>
              <th scope="col">Error</th>
              <th scope="col">Waited for</th>
              <th scope="col">Request id</th>
            </tr>
          </thead>
          <tbody>
            {attempts.map((attempt) => (
              <tr key={attempt.startedAt}>
                <td>{attempt.startedAt.replace("T", " ").replace("Z", "")}</td>
                <td class="num">{formatDuration(attempt.ms)}</td>
                <td class="num">{attempt.status ?? "–"}</td>
                <td>{attempt.errorKind ?? "–"}</td>
                <td class="num">{attempt.retryAfterMs === null ? "–" : formatDuration(attempt.retryAfterMs)}</td>
                <td>{attempt.requestId === null ? "–" : visibleText(attempt.requestId)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </details>
  );
}
