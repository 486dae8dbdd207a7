import type { LineCounter } from "yaml";
import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type Node, type Pair, type YAMLMap } from "yaml";
import type { Path } from "./path.ts";

export interface Place {
  readonly line: number;
  readonly col: number;
}

/** A file that was read, and where its parts stand. */
export interface Source {
  /** As messages name it. */
  readonly file: string;
  /** `yaml`: paths lead to lines; `text`: the whole file is one value. */
  readonly kind: "yaml" | "text";
  readonly data: unknown;
  /** Where the entry at a path starts: the key of a member, the item of a list, else the nearest thing around it. */
  locate(path: Path): Place;
}

/** A file that is one text: everything in it stands at its start. */
export function textSource(file: string, text: string): Source {
  return { file, kind: "text", data: text, locate: () => ({ line: 1, col: 1 }) };
}

export function yamlSource(file: string, document: Document.Parsed, lines: LineCounter, data: unknown): Source {
  const placeOf = (node: unknown, fallback: Place): Place => {
    const offset = isNode(node) ? node.range?.[0] : undefined;
    return offset === undefined ? fallback : lines.linePos(offset);
  };
  return {
    file,
    kind: "yaml",
    data,
    locate(path) {
      let place = placeOf(document.contents, { line: 1, col: 1 });
      let node: unknown = document.contents;
      for (const segment of path) {
        const target = resolve(document, node);
        if (isSeq(target) && typeof segment === "number") {
          const item = target.items[segment];
          if (item === undefined) break;
          place = placeOf(item, place);
          node = item;
        } else if (isMap(target)) {
          const pair = findPair(document, target, String(segment), 0);
          if (pair === undefined) break;
          place = placeOf(pair.key, place);
          node = pair.value;
        } else break;
      }
      return place;
    },
  };
}

export function isMergeKey(key: unknown): boolean {
  return isScalar(key) && (key.value === "<<" || typeof key.value === "symbol");
}

function resolve(document: Document.Parsed, node: unknown): Node | undefined {
  if (isAlias(node)) return node.resolve(document) as Node | undefined;
  return isNode(node) ? node : undefined;
}

/** A member of a map, or of a map that it merges (`<<`). */
function findPair(document: Document.Parsed, map: YAMLMap, key: string, depth: number): Pair | undefined {
  const own = map.items.find((pair) => isScalar(pair.key) && !isMergeKey(pair.key) && String(pair.key.value) === key);
  if (own !== undefined || depth > 20) return own;
  for (const pair of map.items.filter((item) => isMergeKey(item.key))) {
    const merged = resolve(document, pair.value);
    for (const source of isSeq(merged) ? merged.items : [merged]) {
      const target = resolve(document, source);
      const found = isMap(target) ? findPair(document, target, key, depth + 1) : undefined;
      if (found !== undefined) return found;
    }
  }
  return undefined;
}
