import type { GraderSpec } from "../domain/suite.ts";

/** Which grader says what the answer was, where expected values are labels. */
export interface LabelRole {
  readonly grader: string;
  /** Texts that the grader takes for the same become the same. */
  readonly fold: (text: string) => string;
  /** The whole answer is the label where nothing was extracted; false: the grader extracts, and what it did not find is no label. */
  readonly wholeText: boolean;
}

export interface PairwiseRole {
  readonly grader: string;
  readonly against: string;
  /** The win rate is read at equal lengths of both answers. */
  readonly lengthControlled: boolean;
}

/** What graders of some kinds are to the metrics. */
export interface GraderRoles {
  /** The first `exact` or `choice` that decides over every case by the case's own expected value. */
  readonly label: LabelRole | null;
  /** Whose extraction is the answer, for how far repeats agree; null: the text is. */
  readonly answer: string | null;
  /** The first `pairwise`, and the candidate that it compares with. */
  readonly pairwise: PairwiseRole | null;
  /** The first `bleu` whose figure is that of all answers together. */
  readonly corpusBleu: string | null;
}

export const NO_ROLES: GraderRoles = { label: null, answer: null, pairwise: null, corpusBleu: null };

export function graderRoles(graders: readonly GraderSpec[]): GraderRoles {
  const deciding = graders.filter(({ advisory }) => !advisory);
  const label = deciding.find(
    ({ type, expected, when }) => (type === "exact" || type === "choice") && expected === null && when === null,
  );
  const answer = label ?? deciding.find(({ extract }) => extract.length > 0);
  const pairwise = graders.find(({ type }) => type === "pairwise");
  return {
    label:
      label === undefined
        ? null
        : {
            grader: label.id,
            fold: label.type === "choice" ? foldChoice(label.options.choices) : foldText(label.options),
            wholeText: label.extract.length === 0,
          },
    answer: answer?.id ?? null,
    pairwise: pairwise === undefined ? null : pairwiseRole(pairwise),
    corpusBleu: graders.find(({ type, options }) => type === "bleu" && options.variant === "corpus")?.id ?? null,
  };
}

function pairwiseRole({ id, options }: GraderSpec): PairwiseRole {
  const { against, lengthControlled } = options;
  return {
    grader: id,
    against: typeof against === "string" ? against : "",
    lengthControlled: lengthControlled === true,
  };
}

/** As `exact` compares. */
function foldText({ ignore_case, ignoreCase, trim }: Readonly<Record<string, unknown>>): (text: string) => string {
  return (text) => {
    const normal = text.normalize("NFC");
    const inner = trim === false ? normal : normal.trim();
    return ignore_case === true || ignoreCase === true ? inner.toLowerCase() : inner;
  };
}

const MARKUP = "\\s*_`\"'()\\[\\]{}";
const EDGES = new RegExp(`^[${MARKUP}]+|[${MARKUP}.,;:!]+$`, "g");
/** "B. London", "(B) London", "B) …": the letter is the answer. */
const LETTER = /^[^\p{L}\p{N}]*([a-z0-9])[*_`"']*\s?[).:\]–—-]/u;

/** As `choice` reads an answer that is one option: by its letter or its text, whatever the case and the markup. */
function foldChoice(choices: unknown): (text: string) => string {
  const keys = new Map<string, string>();
  const plain = (text: string) => text.normalize("NFC").trim().toLowerCase().replace(EDGES, "");
  const textOf = (value: unknown) => plain(typeof value === "string" ? value : JSON.stringify(value));
  const isMenu = typeof choices === "object" && choices !== null;
  for (const [at, value] of isMenu ? Object.entries(choices) : [])
    keys.set(textOf(value), Array.isArray(choices) ? String.fromCharCode(97 + Number(at)) : plain(at));
  return (text) => {
    const whole = plain(text);
    const key = keys.get(whole);
    if (key !== undefined) return key;
    return LETTER.exec(text.trim().toLowerCase())?.[1] ?? whole;
  };
}
