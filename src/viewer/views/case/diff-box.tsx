import { useMemo } from "preact/hooks";
import { visibleText } from "../../../report/safe-text.ts";
import { Choice } from "../../parts/choice.tsx";
import { type DiffPiece, diffTexts } from "../../parts/diff-texts.ts";
import { readableText } from "../../parts/readable-text.ts";
import { type DiffSide, EXPECTED_SIDE } from "./diff-sides.ts";

interface DiffBoxProps {
  readonly sides: readonly DiffSide[];
  readonly chosen: readonly [DiffSide, DiffSide];
  readonly onChoose: (a: string, b: string) => void;
}

/** What leads from one text to another, in one piece: what was taken away and what came. */
export function DiffBox({ sides, chosen, onChoose }: DiffBoxProps) {
  const [a, b] = chosen;
  const options = sides.map(({ name }) => [name, sideName(name)] as const);
  return (
    <section class="diff-box" aria-label="Difference">
      <div class="filters">
        <Choice label="From" value={a.name} options={options} onChoose={(name) => onChoose(name ?? a.name, b.name)} />
        <Choice label="to" value={b.name} options={options} onChoose={(name) => onChoose(a.name, name ?? b.name)} />
        <button type="button" onClick={() => onChoose(b.name, a.name)}>
          Swap
        </button>
      </div>
      {a.text === null || b.text === null ? (
        <p class="muted">{sideName((a.text === null ? a : b).name)} gave no answer here.</p>
      ) : (
        <Difference from={a.text} to={b.text} />
      )}
    </section>
  );
}

function Difference({ from, to }: { from: string; to: string }) {
  const diff = useMemo(() => diffTexts(from, to), [from, to]);
  if (from === to) return <p class="muted">Both texts are the same.</p>;
  if (diff.status === "too-large")
    return <p class="muted">These texts are too large, or too unlike, to be compared piece by piece.</p>;
  return (
    <>
      {diff.by === "lines" && <p class="muted small">Too large to compare by words: by lines.</p>}
      <pre class="text diff">
        {diff.pieces.map((piece, at) => (
          <Piece key={at} piece={piece} />
        ))}
      </pre>
    </>
  );
}

function Piece({ piece: { text, change } }: { piece: DiffPiece }) {
  const shown = readableText(text);
  if (change === "added") return <ins>{shown}</ins>;
  return change === "removed" ? <del>{shown}</del> : <span>{shown}</span>;
}

function sideName(name: string): string {
  return name === EXPECTED_SIDE ? "expected" : visibleText(name);
}
