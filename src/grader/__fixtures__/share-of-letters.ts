/** A grader of a user's own: deterministic, any text, any expected value. */
export default function shareOfLetters(output: string, context: { readonly expected?: unknown }) {
  const score = output === "" ? 0 : Math.min(1, (output.match(/[a-z]/gi) ?? []).length / output.length);
  return context.expected === undefined ? score : { score, pass: false, reason: "this one lets nothing pass" };
}
