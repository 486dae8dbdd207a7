import type { ComponentChildren } from "preact";
import type { ViewerCase } from "../../../domain/viewer.ts";
import { visibleText } from "../../../report/safe-text.ts";
import { LongText } from "../../parts/long-text.tsx";
import type { RunPlace } from "../registry.ts";
import { CaseInput, JsonText } from "./case-input.tsx";
import { cutText } from "./cut-text.ts";
import { cutsOfCase } from "./dataset-line.ts";

/** What the case is: input, expected value, and all else that its dataset states. */
export function CaseQuestion({ place, found }: { place: RunPlace; found: ViewerCase }) {
  const { input, expected, tags, cluster, weight, severity, metadata, vars } = found.case;
  const labels = [
    ["cluster", cluster],
    ["weight", weight],
    ["severity", severity],
  ] as const;
  return (
    <div class="question">
      <section class="section" aria-labelledby="input-title">
        <h2 id="input-title">Input</h2>
        <CaseInput input={input} />
        {cutsOfCase(found).map((cut) => (
          <p key={cut.where} class="cut small">
            {cutText(cut, "cases.jsonl", null)}
          </p>
        ))}
      </section>
      <section class="section" aria-labelledby="expected-title">
        <h2 id="expected-title">Expected</h2>
        {expected === undefined ? (
          <p class="muted">The dataset states none.</p>
        ) : typeof expected === "string" ? (
          <LongText text={expected} class="expected" />
        ) : (
          <JsonText value={expected} />
        )}
        {tags.length > 0 && (
          <ul class="tag-list" aria-label="Tags">
            {tags.map((tag) => (
              <li key={tag}>
                <a class="tag" href={place.to("cases", null, { tag })}>
                  {visibleText(tag)}
                </a>
              </li>
            ))}
          </ul>
        )}
        <dl class="facts">
          {labels.map(([name, value]) =>
            value === null ? null : (
              <div key={name}>
                <dt>{name}</dt>
                <dd class="text">{visibleText(String(value))}</dd>
              </div>
            ),
          )}
        </dl>
        <Folded name="Metadata" value={metadata} />
        <Folded name="Variables" value={vars} open />
      </section>
    </div>
  );
}

function Folded({ name, value, open = false }: { name: string; value: object; open?: boolean }): ComponentChildren {
  const count = Object.keys(value).length;
  if (count === 0) return null;
  return (
    <details open={open && count <= 6}>
      <summary>
        {name} <span class="muted num">{count}</span>
      </summary>
      <JsonText value={value} />
    </details>
  );
}
