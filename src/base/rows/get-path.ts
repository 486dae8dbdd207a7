import type { Json } from "../../domain/json.ts";

/**
 * The value at a path with dots for depth (`metadata.lang`, `messages.0.role`); undefined when there is none. A
 * literal key that has dots in it wins over depth.
 */
export function getPath(value: Json, path: string): Json | undefined {
  const keys = resolvePath(value, path);
  if (keys === null) return undefined;
  let at: Json | undefined = value;
  for (const key of keys) at = member(at, key);
  return at;
}

/** The value without what stands at the path; the same value when nothing does. What is given is not changed. */
export function withoutPath<T extends Json>(value: T, path: string): T {
  const keys = resolvePath(value, path);
  return keys === null ? value : (remove(value, keys) as T);
}

/** The keys that lead to a path's value, the longest literal keys first; null when it leads nowhere. */
function resolvePath(value: Json | undefined, path: string): readonly string[] | null {
  if (value === null || typeof value !== "object") return null;
  if (member(value, path) !== undefined) return [path];
  for (let dot = path.lastIndexOf("."); dot > 0; dot = path.lastIndexOf(".", dot - 1)) {
    const key = path.slice(0, dot);
    const inner = member(value, key);
    const rest = inner === undefined ? null : resolvePath(inner, path.slice(dot + 1));
    if (rest !== null) return [key, ...rest];
  }
  return null;
}

function member(value: Json | undefined, key: string): Json | undefined {
  if (value === null || typeof value !== "object" || !Object.hasOwn(value, key)) return undefined;
  if (Array.isArray(value) && !/^\d+$/.test(key)) return undefined;
  return (value as { [key: string]: Json })[key];
}

function remove(value: Json, keys: readonly string[]): Json {
  const [key = "", ...rest] = keys;
  if (Array.isArray(value)) {
    const index = Number(key);
    if (rest.length === 0) return value.filter((_, at) => at !== index);
    return value.map((item, at) => (at === index ? remove(item, rest) : item));
  }
  const entries = Object.entries(value as { [key: string]: Json });
  if (rest.length === 0) return Object.fromEntries(entries.filter(([name]) => name !== key));
  return Object.fromEntries(entries.map(([name, inner]) => [name, name === key ? remove(inner, rest) : inner]));
}
