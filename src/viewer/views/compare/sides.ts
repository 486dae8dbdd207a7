import type { SideName } from "../../home/home.ts";

/**
 * A side as an address names it: a candidate of the run that is looked at, or `run:candidate` of another. A candidate's
 * name may hold a colon, a run's may not.
 */
export function readSide(text: string, run: string, candidates: readonly string[]): SideName {
  if (candidates.includes(text)) return { run, candidate: text };
  const colon = text.indexOf(":");
  return colon <= 0 ? { run, candidate: text } : { run: text.slice(0, colon), candidate: text.slice(colon + 1) };
}

export function sideText(side: SideName, run: string): string {
  return side.run === run ? side.candidate : `${side.run}:${side.candidate}`;
}

/** Several sides in one word of an address; a comma in a name is escaped. */
export function readSides(text: string | null): readonly string[] {
  const parts = (text ?? "").split(",").filter((part) => part !== "");
  return [...new Set(parts.map((part) => part.replace(/%2C/gi, ",").replace(/%25/g, "%")))];
}

export function sidesText(sides: readonly string[]): string {
  return sides.map((side) => side.replace(/%/g, "%25").replace(/,/g, "%2C")).join(",");
}
