import { useEffect, useRef, useState } from "preact/hooks";
import type { JsonObject } from "../../../domain/json.ts";
import type { ViewerCase } from "../../../domain/viewer.ts";
import { visibleText } from "../../../report/safe-text.ts";
import type { Home } from "../../home/home.ts";
import { Choice } from "../../parts/choice.tsx";
import { copyText } from "../../parts/copy-text.ts";
import { useLoaded } from "../../use-loaded.ts";
import { cutsOfTrial } from "./cut-text.ts";
import { cutsOfCase, datasetLine, editedExpected, expectedText, readTags } from "./dataset-line.ts";
import type { CaseAnswers } from "./load-case.ts";

interface AddDialogProps {
  readonly home: Home;
  readonly suite: string;
  readonly found: ViewerCase;
  readonly answers: readonly CaseAnswers[];
  readonly repeat: number;
  readonly onClose: () => void;
  readonly onSaid: (text: string) => void;
}

/** The case as a line of a dataset, to look over before it is kept. */
export function AddDialog({ home, suite, found, answers, repeat, onClose, onSaid }: AddDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [file, setFile] = useState(`${suite}-picked.jsonl`);
  const [expected, setExpected] = useState(expectedText(found.case.expected));
  const [tags, setTags] = useState(found.case.tags.join(", "));
  const [trouble, setTrouble] = useState("");
  const known = useLoaded(async () => (await home.server?.datasets()) ?? [], [home]);
  const cut = cutsOfCase(found).length > 0;
  useEffect(() => dialog.current?.showModal(), []);

  const line = (): JsonObject => {
    const edited = editedExpected(expected, found.case.expected);
    return datasetLine({ ...found.case, expected: edited, tags: readTags(tags) });
  };
  const text = () => `${JSON.stringify(line())}\n`;
  const close = (done: string) => {
    onSaid(done);
    dialog.current?.close();
  };
  const submit = async () => {
    try {
      const added = await home.server?.addToDataset({ file, line: line() });
      if (added !== undefined) close(`Added to ${added.file} as ${added.id}.`);
    } catch (error) {
      setTrouble(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <dialog ref={dialog} class="add-dialog" aria-labelledby="add-title" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <h2 id="add-title">Add to dataset</h2>
        {cut && (
          <p role="alert">This case is too large for the page: its whole line is in cases.jsonl of the run folder.</p>
        )}
        <label class="field">
          <span>File in datasets/</span>
          <input
            list="dataset-names"
            required
            value={file}
            onInput={({ currentTarget }) => setFile(currentTarget.value)}
          />
        </label>
        <datalist id="dataset-names">
          {known.status === "ready" && known.value.map((name) => <option key={name} value={name} />)}
        </datalist>
        <label class="field">
          <span>Expected</span>
          <textarea rows={5} value={expected} onInput={({ currentTarget }) => setExpected(currentTarget.value)} />
        </label>
        <Choice
          label="Take as expected"
          none="what stands above"
          value={null}
          options={offered(answers, repeat).map(({ label }) => [label, `the answer of ${visibleText(label)}`] as const)}
          onChoose={(label) =>
            setExpected(offered(answers, repeat).find((one) => one.label === label)?.text ?? expected)
          }
        />
        <label class="field">
          <span>Tags, separated by commas</span>
          <input value={tags} onInput={({ currentTarget }) => setTags(currentTarget.value)} />
        </label>
        {trouble !== "" && <p role="alert">{trouble}</p>}
        <div class="actions">
          {home.server !== null && (
            <button type="submit" class="primary" disabled={cut}>
              Add
            </button>
          )}
          <button
            type="button"
            disabled={cut}
            onClick={async () =>
              (await copyText(text())) ? close("Line copied.") : setTrouble("The browser did not allow to copy.")
            }
          >
            Copy line
          </button>
          {home.server === null && (
            <button type="button" disabled={cut} onClick={() => download(file, text())}>
              Download
            </button>
          )}
          <button type="button" onClick={() => dialog.current?.close()}>
            Cancel
          </button>
        </div>
      </form>
    </dialog>
  );
}

/** Answers that may stand as expected: whole ones. */
function offered(answers: readonly CaseAnswers[], repeat: number) {
  return answers.flatMap(({ label, trials, cuts }) => {
    const trial = trials.find((one) => one.repeat === repeat);
    if (trial?.output?.status !== "ok" || trial.output.answer.text === "") return [];
    const isCut = cutsOfTrial(cuts, trial.candidate, trial.repeat).some(({ where }) => where === "output.text");
    return isCut ? [] : [{ label, text: trial.output.answer.text }];
  });
}

function download(file: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "application/jsonl" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = file;
  link.click();
  // The browser has taken it by the next turn.
  setTimeout(() => URL.revokeObjectURL(address), 1_000);
}
