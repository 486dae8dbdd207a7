import type { ComputeEngine } from "@cortex-js/compute-engine";
import { braced } from "./find-answer.ts";
import type { ParseFormula } from "./same-math.ts";
import { plainTree } from "./tree.ts";

let engine: ComputeEngine | null = null;

/**
 * The parser of compute-engine, which is loaded when it is first needed. It parses and works nothing out: its own
 * arithmetic has no bound (9^(9^(9^9)) and 100000! hang it), and `isEqual` of two polynomials is undefined.
 */
export async function loadParser(): Promise<{ readonly parse: ParseFormula; readonly discard: () => void }> {
  const { ComputeEngine: Engine } = await import("@cortex-js/compute-engine");
  if (engine === null) {
    engine = new Engine();
    // Its first formula takes a hundred times as long as any other: no part of the time that a comparison may take.
    engine.parse("\\frac{x^2}{2}", { canonical: false });
  }
  const parser = engine;
  return {
    parse: (latex) => plainTree(parser.parse(prepared(latex), { canonical: false }).json),
    discard: () => {
      engine = null;
    },
  };
}

/** What the parser does not know, in words that it does. */
function prepared(latex: string): string {
  let text = latex.replace(/\\(?:varphi|phi)(?![a-zA-Z])/g, "\\phi ").replace(/\\(?:tg)(?![a-zA-Z])/g, "\\tan ");
  for (let round = 0; round < 20; round += 1) {
    const match = /\\[dt]?binom\s?(?=\{)/.exec(text);
    if (match === null) break;
    const over = braced(text, match.index + match[0].length);
    const under = over === null ? null : braced(text, over.end);
    if (over === null || under === null) break;
    const [n, k] = [over.inside, under.inside];
    text = `${text.slice(0, match.index)}\\frac{(${n})!}{(${k})!((${n})-(${k}))!}${text.slice(under.end)}`;
  }
  return text;
}
