import type { Json } from "../domain/json.ts";

/**
 * JSON and YAML keys are snake_case, TypeScript's are camelCase: converted here and nowhere else.
 * `opaque` keys keep their value as it is (the user's own data); keys below a `map` key are names, not fields, and are
 * kept while their values are converted; below a `mapsOfMaps` key there are two levels of names.
 */
export interface KeyRules {
  readonly opaque: ReadonlySet<string>;
  readonly maps: ReadonlySet<string>;
  readonly mapsOfMaps?: ReadonlySet<string>;
}

/** The same few keys come again in every line: each is converted once. */
function remembered(convertKey: (key: string) => string): (key: string) => string {
  const known = new Map<string, string>();
  return (key) => {
    const found = known.get(key) ?? convertKey(key);
    known.set(key, found);
    return found;
  };
}

export const snakeKey = remembered((key) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
export const camelKey = remembered((key) => key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()));

/** @param names levels of names from here on */
function convert(value: unknown, rename: (key: string) => string, rules: KeyRules, names: number): unknown {
  if (Array.isArray(value)) return value.map((item) => convert(item, rename, rules, 0));
  if (value === null || typeof value !== "object") return value;
  const entries: [string, unknown][] = [];
  for (const [key, member] of Object.entries(value)) {
    if (member === undefined) continue;
    if (names > 0) {
      entries.push([key, convert(member, rename, rules, names - 1)]);
      continue;
    }
    const snake = snakeKey(key);
    const below = rules.mapsOfMaps?.has(snake) ? 2 : rules.maps.has(snake) ? 1 : 0;
    entries.push([rename(key), rules.opaque.has(snake) ? member : convert(member, rename, rules, below)]);
  }
  // Not by assignment: a name may be `__proto__`.
  return Object.fromEntries(entries);
}

/** Rules name keys in snake_case. */
export function toSnakeKeys(value: unknown, rules: KeyRules): Json {
  return convert(value, snakeKey, rules, 0) as Json;
}

export function toCamelKeys(value: unknown, rules: KeyRules): unknown {
  return convert(value, camelKey, rules, 0);
}
