import { commonIndicesWith, commonLength } from "./common-subsequence.ts";
import { rougeTokens } from "./rouge-tokens.ts";
import { overlap } from "./squad-f1.ts";

export const ROUGE_VARIANTS = ["rouge1", "rouge2", "rougeL", "rougeLsum"] as const;
export type RougeVariant = (typeof ROUGE_VARIANTS)[number];

export type RougeScore =
  | { readonly status: "scored"; readonly precision: number; readonly recall: number; readonly fmeasure: number }
  /** The reference has no words, or for rouge2 no two: there is nothing to find again. */
  | { readonly status: "empty" }
  /** Only rougeLsum: it compares each line with each. */
  | { readonly status: "too_long" };

/** Above it rougeLsum takes seconds. Pairs of tokens, and pairs of lines, which have a cost of their own. */
const MAX_TOKEN_PAIRS = 400_000_000;
const MAX_LINE_PAIRS = 1_000_000;

/** ROUGE as google-research's rouge_score has it (Lin 2004; F with equal weights). Total: any two texts. */
export function rougeScore(variant: RougeVariant, reference: string, candidate: string, stem: boolean): RougeScore {
  if (variant === "rougeLsum") return summaryScore(linesOf(reference, stem), linesOf(candidate, stem));
  const [wanted, found] = [rougeTokens(reference, stem), rougeTokens(candidate, stem)];
  if (variant === "rougeL") return scoreOf(commonLength(wanted, found), wanted.length, found.length);
  const order = variant === "rouge2" ? 2 : 1;
  const [left, right] = [grams(wanted, order), grams(found, order)];
  return scoreOf(overlap(left, right), left.length, right.length);
}

function linesOf(text: string, stem: boolean): readonly (readonly string[])[] {
  return text.split("\n").flatMap((line) => {
    const tokens = rougeTokens(line, stem);
    return tokens.length === 0 ? [] : [tokens];
  });
}

function grams(tokens: readonly string[], order: 1 | 2): readonly string[] {
  return order === 1 ? tokens : tokens.slice(1).map((token, index) => `${tokens[index]} ${token}`);
}

function scoreOf(hits: number, wanted: number, found: number): RougeScore {
  if (wanted === 0) return { status: "empty" };
  const precision = found === 0 ? 0 : hits / found;
  return { status: "scored", precision, recall: hits / wanted, fmeasure: (2 * hits) / (wanted + found) };
}

/** Of each line of the reference the union of what it has in common with the candidate's lines, each word once. */
function summaryScore(
  reference: readonly (readonly string[])[],
  candidate: readonly (readonly string[])[],
): RougeScore {
  const [wanted, found] = [reference.flat(), candidate.flat()];
  const others = distinct(candidate);
  if (distinct(reference).length * others.length > MAX_LINE_PAIRS) return { status: "too_long" };
  if (wanted.length * found.length > MAX_TOKEN_PAIRS) return { status: "too_long" };
  const common: string[] = [];
  const known = new Map<string, readonly string[]>();
  for (const line of reference) {
    const key = line.join(" ");
    const union = known.get(key) ?? unionOf(line, others);
    known.set(key, union);
    for (const token of union) common.push(token);
  }
  // A word counts as often as both texts have it; the union may name one of the candidate's twice.
  return scoreOf(overlap(found, common), wanted.length, found.length);
}

function distinct(lines: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return [...new Map(lines.map((line) => [line.join(" "), line])).values()];
}

function unionOf(line: readonly string[], others: readonly (readonly string[])[]): readonly string[] {
  const commonWith = commonIndicesWith(line);
  const indices = new Set<number>();
  for (const other of others) {
    for (const index of commonWith(other)) indices.add(index);
  }
  return line.filter((_, index) => indices.has(index));
}
