/** MathJSON in the plain form: a number, a symbol, a number too long for a double, or an operator with operands. */
export type Tree = number | string | { readonly num: string } | readonly [string, ...Tree[]];

/** More operators than any answer has. */
const MAX_NODES = 2_000;

/**
 * What compute-engine's parser says (not canonical: nothing is worked out) with products made plain; null where there
 * is an error in it, or something that is no formula.
 */
export function plainTree(json: unknown): Tree | null {
  let nodes = 0;
  const visit = (node: unknown): Tree | null => {
    nodes += 1;
    if (nodes > MAX_NODES) return null;
    if (typeof node === "number") return Number.isFinite(node) ? node : null;
    if (typeof node === "string") return symbolOf(node);
    if (!Array.isArray(node)) {
      const num = (node as { num?: unknown } | null)?.num;
      return typeof num === "string" ? { num } : null;
    }
    const [head, ...rest] = node as unknown[];
    if (typeof head !== "string" || head === "Error") return null;
    if (head === "Delimiter") return rest.length === 0 ? null : visit(rest[0]);
    if (head === "At" || head === "Subscript") return indexed(rest);
    if (head === "Degrees") return visit(rest[0]);
    const operands: Tree[] = [];
    for (const item of rest) {
      const operand = visit(item);
      if (operand === null) return null;
      operands.push(operand);
    }
    if (head === "InvisibleOperator") return isMixed(operands) ? ["Add", ...operands] : ["Multiply", ...operands];
    return [head, ...operands];
  };
  return visit(json);
}

function symbolOf(name: string): Tree | null {
  if (name === "Nothing" || name.startsWith("'")) return null;
  return name === "e" ? "ExponentialE" : name === "i" ? "ImaginaryUnit" : name;
}

/** `x_1` is a name; a number with an index is in another base, and none of ours. */
function indexed([base, index]: readonly unknown[]): Tree | null {
  if (typeof base !== "string" || base.startsWith("'")) return null;
  return `${base}_${JSON.stringify(index)}`;
}

/** `3\frac{1}{2}` is three and a half. */
function isMixed(operands: readonly Tree[]): boolean {
  const [whole, part] = operands;
  if (operands.length !== 2 || typeof whole !== "number" || !Number.isInteger(whole) || !Array.isArray(part))
    return false;
  const [head, over, under] = part as readonly Tree[];
  return head === "Divide" && typeof over === "number" && typeof under === "number" && over < under;
}

/** Names in a tree that stand for a quantity. */
export function symbolsOf(tree: Tree, found = new Set<string>()): ReadonlySet<string> {
  if (typeof tree === "string") found.add(tree);
  else if (Array.isArray(tree)) for (const operand of tree.slice(1) as Tree[]) symbolsOf(operand, found);
  return found;
}
