import { useEffect, useRef, useState } from "preact/hooks";
import { useKeys } from "../../keys.ts";
import type { FullSearch } from "./search-all.ts";

interface SearchFieldProps {
  /** As the address has it. */
  readonly value: string;
  readonly onSearch: (text: string) => void;
  readonly progress: FullSearch | null;
  readonly onStop: () => void;
}

const AFTER_TYPING_MS = 120;

/** The search, with how far the look through all texts is. */
export function SearchField({ value, onSearch, progress, onStop }: SearchFieldProps) {
  const [text, setText] = useState(value);
  const field = useRef<HTMLInputElement>(null);
  const asked = useRef(value);
  useEffect(() => {
    // The address was changed by something else: a link, the way back.
    if (value !== asked.current) setText(value);
    asked.current = value;
  }, [value]);
  useEffect(() => {
    if (text === asked.current) return;
    const timer = setTimeout(() => {
      asked.current = text;
      onSearch(text);
    }, AFTER_TYPING_MS);
    return () => clearTimeout(timer);
  }, [text]);
  useKeys((key, event) => {
    if (key !== "/") return;
    event.preventDefault();
    field.current?.focus();
    field.current?.select();
  });
  return (
    <div class="search">
      <label class="visually-hidden" for="case-search">
        Search ids, inputs, answers and all texts
      </label>
      <input
        id="case-search"
        ref={field}
        type="search"
        placeholder="Search all texts"
        spellcheck={false}
        autocomplete="off"
        value={text}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape" && event.currentTarget.value === "") event.currentTarget.blur();
          if (event.key !== "Enter") return;
          // Else the link that takes the focus is opened by the same press.
          event.preventDefault();
          document.querySelector<HTMLElement>('[data-active="true"] a')?.focus();
        }}
      />
      <SearchProgress progress={progress} onStop={onStop} />
    </div>
  );
}

function SearchProgress({ progress, onStop }: Pick<SearchFieldProps, "progress" | "onStop">) {
  if (progress === null) return null;
  const { status, read, of } = progress;
  const share = `${read.toLocaleString("en")} of ${of.toLocaleString("en")}`;
  if (status === "reading")
    return (
      <span class="search-progress">
        <progress value={read} max={of} aria-label="Cases searched through" />
        <span class="muted"> {share} read</span>{" "}
        <button type="button" onClick={onStop}>
          Stop
        </button>
      </span>
    );
  const said = {
    done: "all texts searched",
    stopped: `stopped: ${share} cases searched`,
    failed: `the texts could not all be read: ${share} cases searched`,
  }[status];
  return (
    <span class="search-progress muted" role="status">
      {said}
    </span>
  );
}
