import { useState } from "preact/hooks";
import type { ViewerCase } from "../../../domain/viewer.ts";
import { useKeys } from "../../keys.ts";
import { copyText } from "../../parts/copy-text.ts";
import type { RunPlace } from "../registry.ts";
import { AddDialog } from "./add-dialog.tsx";
import { cutsOfCase, datasetLine } from "./dataset-line.ts";
import type { LoadedCase } from "./load-case.ts";

interface CaseActionsProps {
  readonly place: RunPlace;
  readonly loaded: LoadedCase;
  readonly found: ViewerCase;
  readonly repeat: number;
  readonly said: string;
  readonly onSaid: (text: string) => void;
}

/** What can be taken from here: the case as a line, the address, a line in a dataset. */
export function CaseActions({ place, loaded, found, repeat, said, onSaid }: CaseActionsProps) {
  const [adding, setAdding] = useState(false);
  const cut = cutsOfCase(found).length > 0;
  const copy = async (text: string, done: string) =>
    onSaid((await copyText(text)) ? done : "The browser did not allow to copy.");
  const copyCase = () =>
    cut
      ? onSaid("This case is too large for the page: its whole line is in cases.jsonl of the run folder.")
      : copy(`${JSON.stringify(datasetLine(found.case))}\n`, "Case copied as a line of JSONL.");
  useKeys((key, event) => {
    if (key === "c") void copyCase();
    else if (key === "a") {
      // The field that takes the focus must not get the letter.
      event.preventDefault();
      setAdding(true);
    }
  });
  return (
    <div class="actions">
      <button type="button" onClick={copyCase}>
        Copy as JSONL
      </button>
      <button type="button" onClick={() => copy(location.href, "Link copied.")}>
        Copy link
      </button>
      <button type="button" onClick={() => setAdding(true)}>
        Add to dataset…
      </button>
      <span role="status" class="muted said-line">
        {said}
      </span>
      {adding && (
        <AddDialog
          home={place.home}
          suite={loaded.run.manifest.suite}
          found={found}
          answers={loaded.answers}
          repeat={repeat}
          onClose={() => setAdding(false)}
          onSaid={onSaid}
        />
      )}
    </div>
  );
}
