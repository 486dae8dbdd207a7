import { existsSync, readFileSync, writeFileSync } from "node:fs";

const GOALS = "goals";
const HEAD = ["| work | goal | measured | met |", "|---|---|---|---|"];

/**
 * Puts tables into a Markdown file, each between its own pair of markers, and leaves the rest of the file alone. Markers
 * that the file lacks are added at its end.
 */
export function writeSection(path, name, text) {
  const old = existsSync(path) ? readFileSync(path, "utf8") : "# Measured\n";
  const [open, close] = markers(name);
  const block = `${open}\n${text.trim()}\n${close}`;
  const from = old.indexOf(open);
  const to = old.indexOf(close);
  if (from < 0 !== to < 0 || to < from) throw new Error(`${path}: ${open} and ${close} do not belong together`);
  writeFileSync(
    path,
    from < 0 ? `${old.trimEnd()}\n\n${block}\n` : old.slice(0, from) + block + old.slice(to + close.length),
  );
}

/** The table of goals: rows that were measured now replace older ones of the same name; the others stay. */
export function writeGoals(path, goals) {
  const rows = new Map(readGoals(path));
  for (const { work, wanted, measured, met } of goals)
    rows.set(work, `| ${work} | ${wanted} | ${measured} | ${met === null ? "–" : met ? "yes" : "**no**"} |`);
  writeSection(path, GOALS, [...HEAD, ...rows.values()].join("\n"));
}

function readGoals(path) {
  if (!existsSync(path)) return [];
  const text = readFileSync(path, "utf8");
  const [open, close] = markers(GOALS);
  const from = text.indexOf(open);
  if (from < 0) return [];
  return text
    .slice(from, text.indexOf(close))
    .split("\n")
    .filter((line) => line.startsWith("| ") && !HEAD.includes(line))
    .map((line) => [line.split(" | ")[0].slice(2), line]);
}

const markers = (name) => [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`];
