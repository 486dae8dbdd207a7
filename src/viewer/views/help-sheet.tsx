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
      <form method="dialog">
        <button type="submit">Close</button>
      </form>
    </dialog>
  );
}
