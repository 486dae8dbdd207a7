import type { Output } from "../../../domain/output.ts";
import type { TextCut } from "../../../domain/viewer.ts";
import { bytesText } from "../../parts/bytes-text.ts";

/** The cuts of one trial, their places without its name. */
export function cutsOfTrial(cuts: readonly TextCut[], candidate: string, repeat: number): readonly TextCut[] {
  const start = `${candidate}/${repeat} `;
  return cuts.flatMap(({ where, bytes }) =>
    where.startsWith(start) ? [{ where: where.slice(start.length), bytes }] : [],
  );
}

/** `output.text cut at 64 KB of 5.2 MB; whole in outputs.jsonl`. */
export function cutText({ where, bytes }: TextCut, file: string, shownBytes: number | null): string {
  const at = shownBytes === null ? "" : ` at ${bytesText(shownBytes)}`;
  return `${where} cut${at} of ${bytesText(bytes)}; whole in ${file}`;
}

/** Where the whole text of a trial's cut stands. */
export function fileOfCut({ where }: TextCut): string {
  return /^(output|error)\./.test(where) ? "outputs.jsonl" : "scores.jsonl";
}

/** Bytes of the answer as it is shown; null: the cut is of something else. */
export function shownBytes({ where }: TextCut, output: Output | null): number | null {
  if (where !== "output.text" || output?.status !== "ok") return null;
  return new TextEncoder().encode(output.answer.text).length;
}
