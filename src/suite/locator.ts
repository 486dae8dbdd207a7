import type { Problem } from "../domain/problem.ts";
import { formatPath, type Path } from "./path.ts";
import type { Place, Source } from "./source-document.ts";

/** A mistake before it is known where its path stands. */
export interface Finding {
  readonly path: Path;
  readonly message: string;
  readonly severity?: "error" | "warning";
  /** Where the message starts to differ from the place of its path: the key that is unknown. */
  readonly key?: string;
  /** Position in the text that stands at the path (templates), from 1. */
  readonly inText?: Place;
}

/** Where paths of a suite stand, though some of its parts come from files of their own. */
export class Locator {
  readonly #mounts: { readonly prefix: Path; readonly source: Source }[] = [];

  constructor(root: Source) {
    this.#mounts.push({ prefix: [], source: root });
  }

  /** Everything below `prefix` stands in another file. */
  mount(prefix: Path, source: Source): void {
    this.#mounts.push({ prefix, source });
  }

  locate(path: Path): Place & { readonly file: string } {
    const { source, prefix } = this.#sourceOf(path);
    return { file: source.file, ...source.locate(path.slice(prefix.length)) };
  }

  problem(finding: Finding): Problem {
    const at = finding.key === undefined ? finding.path : [...finding.path, finding.key];
    const { source } = this.#sourceOf(at);
    const { file, line, col } = this.locate(at);
    const shown = { file, path: formatPath(finding.path) || null, severity: finding.severity ?? ("error" as const) };
    if (finding.inText === undefined) return { ...shown, line, col, message: finding.message };
    const { line: textLine, col: textCol } = finding.inText;
    if (source.kind === "text") return { ...shown, line: textLine, col: textCol, message: finding.message };
    return { ...shown, line, col, message: `${finding.message} (line ${textLine}, column ${textCol} of the text)` };
  }

  /** Problems sorted by place, each once: the suite's own file first. `placed` are those that have their places. */
  problems(findings: readonly Finding[], placed: readonly Problem[] = []): Problem[] {
    const first = this.#mounts[0]?.source.file;
    const seen = new Set<string>();
    return [...findings.map((finding) => this.problem(finding)), ...placed]
      .filter((problem) => {
        const identity = JSON.stringify([problem.file, problem.line, problem.col, problem.path, problem.message]);
        return !seen.has(identity) && seen.add(identity) !== undefined;
      })
      .sort(
        (a, b) =>
          Number(a.file !== first) - Number(b.file !== first) ||
          (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) ||
          (a.line ?? 0) - (b.line ?? 0) ||
          (a.col ?? 0) - (b.col ?? 0),
      );
  }

  #sourceOf(path: Path): { readonly prefix: Path; readonly source: Source } {
    let best = this.#mounts[0] as { readonly prefix: Path; readonly source: Source };
    for (const mount of this.#mounts) {
      const inside =
        mount.prefix.length <= path.length && mount.prefix.every((segment, index) => segment === path[index]);
      if (inside && mount.prefix.length >= best.prefix.length) best = mount;
    }
    return best;
  }
}
