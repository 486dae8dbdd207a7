import { TEXT_FORMS, type TextForm } from "../../parts/rendered-text.tsx";

const WORDS = { text: "Text", markdown: "Markdown", json: "JSON" } as const;

interface TextFormSwitchProps {
  readonly form: TextForm | null;
  readonly onChoose: (form: TextForm | null) => void;
}

/** How answers are shown. Nothing pressed: text, and JSON where an answer is. A second press takes a choice back. */
export function TextFormSwitch({ form, onChoose }: TextFormSwitchProps) {
  return (
    <fieldset class="switch" aria-label="Show answers as">
      {TEXT_FORMS.map((name) => (
        <button
          key={name}
          type="button"
          aria-pressed={form === name}
          onClick={() => onChoose(form === name ? null : name)}
        >
          {WORDS[name]}
        </button>
      ))}
    </fieldset>
  );
}

export function readTextForm(text: string | null): TextForm | null {
  return TEXT_FORMS.find((form) => form === text) ?? null;
}
