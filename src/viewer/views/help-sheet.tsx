import { useEffect, useRef } from "preact/hooks";
import { SHORTCUTS } from "../keys.ts";
import type { RunViewDefinition } from "./registry.ts";

/** The sheet of keys behind `?`. */
export function HelpSheet({ views, onClose }: { views: readonly RunViewDefinition[]; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const tabs = views.flatMap(({ key, title }) => (key === null || title === null ? [] : [[key, title] as const]));
  return (
    <dialog ref={dialog} class="help" aria-labelledby="help-title" onClose={onClose}>
      <h2 id="help-title">Keys</h2>
      <dl>
        {[...tabs, ...SHORTCUTS].map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <Licences />
      <button type="button" onClick={() => dialog.current?.close()}>
        Close
      </button>
    </dialog>
  );
}

/** Of the libraries inside: a report carries them, the server has them beside it. */
function Licences() {
  const carried = document.querySelector<HTMLTemplateElement>("template#licences")?.content.textContent;
  if (!carried)
    return (
      <p>
        <a href="licences.txt">Licences of the libraries inside</a>
      </p>
    );
  return (
    <details>
      <summary>Licences of the libraries inside</summary>
      <pre>{carried}</pre>
    </details>
  );
}
