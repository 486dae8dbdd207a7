import { formatDuration } from "../../../base/format-value.ts";
import { oneLine } from "../../../report/safe-text.ts";
import { Section } from "../../parts/section.tsx";
import type { OverviewPart } from "./overview-view.tsx";

/** Notes of the run, and what one needs to repeat it. */
export function FactsSection({ run: { manifest, summary, folder } }: OverviewPart) {
  const { digests, versions } = manifest;
  const facts = [
    ["run", manifest.runId],
    ["folder", folder],
    ["suite", manifest.suitePath],
    ["started", dateText(manifest.startedAt)],
    ["took", summary.wallMs === null ? null : formatDuration(summary.wallMs)],
    ["seed", String(manifest.seed)],
    ["git commit", manifest.gitCommit],
    ["evals", versions.evals],
    ["Node.js", versions.node],
    ["graders", manifest.graders.map(({ id, type, advisory }) => graderText(id, type, advisory)).join(", ")],
    ["digest of the suite", digests.suite],
    ["digest of the dataset", digests.dataset],
    ["digest of the graders", digests.graders],
  ].filter((fact): fact is [string, string] => fact[1] != null && fact[1] !== "");
  return (
    <>
      {summary.notes.length > 0 && (
        <Section id="notes-title" title="Notes">
          <ul class="plain-list">
            {summary.notes.map((note) => (
              <li key={note} class="text">
                {oneLine(note)}
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Section id="facts-title" title="This run">
        <dl class="run-facts">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd class="text">{oneLine(value)}</dd>
            </div>
          ))}
        </dl>
      </Section>
    </>
  );
}

function graderText(id: string, type: string, advisory: boolean): string {
  const name = id === type ? id : `${id} (${type})`;
  return advisory ? `${name}, advisory` : name;
}

/** `2026-11-22 16:57:23 UTC`. */
function dateText(iso: string): string {
  return `${iso.slice(0, 19).replace("T", " ")} UTC`;
}
