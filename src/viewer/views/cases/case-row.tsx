import { Component } from "preact";
import { formatDuration } from "../../../base/format-value.ts";
import { visibleText } from "../../../report/safe-text.ts";
import { CaseMark } from "../../parts/outcome-mark.tsx";
import type { CaseIndex } from "./case-index.ts";

interface CaseRowProps {
  readonly index: CaseIndex;
  readonly at: number;
  readonly row: number;
  readonly address: string;
  readonly narrow: boolean;
  readonly active: boolean;
}

/** A case as one line of fixed height; in a narrow window as two. One that is drawn stays as it is while one scrolls. */
export class CaseRow extends Component<CaseRowProps> {
  override shouldComponentUpdate(next: CaseRowProps): boolean {
    const names = Object.keys(next) as (keyof CaseRowProps)[];
    return names.some((name) => next[name] !== this.props[name]);
  }

  override render(props: CaseRowProps) {
    return drawRow(props);
  }
}

function drawRow({ index, at, row, address, narrow, active }: CaseRowProps) {
  const { columns, candidates } = index;
  const { repeats } = columns;
  const name = visibleText(columns.ids[at] ?? "");
  const link = (
    <a href={address} tabIndex={active ? 0 : -1} title={name}>
      <span class="text">{name}</span>
    </a>
  );
  const input = visibleText(columns.inputs[at] ?? "");
  if (narrow)
    return (
      <tr aria-rowindex={row + 2} data-row={row} data-active={active}>
        <th scope="row">
          {link}
          <span class="text preview">{input}</span>
        </th>
        <td class="marks">
          {candidates.map((candidate) => (
            <CaseMark key={candidate.columns.candidate} of={candidate} at={at} repeats={repeats} />
          ))}
        </td>
      </tr>
    );
  const expected = columns.expected[at] ?? null;
  return (
    <tr aria-rowindex={row + 2} data-row={row} data-active={active}>
      <th scope="row">{link}</th>
      <td>
        <span class="text">{input}</span>
      </td>
      <td>{expected === null ? <span class="muted">none</span> : <span class="text">{visibleText(expected)}</span>}</td>
      <td class="tags">
        {columns.tags[at]?.map((tag) => (
          <span key={tag} class="tag">
            {visibleText(columns.tagNames[tag] ?? "")}
          </span>
        ))}
      </td>
      {candidates.map((candidate) => {
        const latency = candidate.latency[at] ?? Number.NaN;
        return [
          <td key={`${candidate.columns.candidate} answer`} class="answer">
            <CaseMark of={candidate} at={at} repeats={repeats} />{" "}
            <span class="text">{visibleText(candidate.columns.answers[at] ?? "")}</span>
          </td>,
          <td key={`${candidate.columns.candidate} latency`} class="num muted">
            {Number.isNaN(latency) ? "–" : formatDuration(latency)}
          </td>,
        ];
      })}
    </tr>
  );
}
