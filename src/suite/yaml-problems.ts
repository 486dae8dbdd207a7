import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type LineCounter,
  visit,
  type YAMLError,
} from "yaml";
import type { Problem } from "../domain/problem.ts";
import { isMergeKey } from "./source-document.ts";

/** What keeps a YAML text from being read, in plain words, at most one problem a line. */
export function syntaxProblems(document: Document.Parsed, lines: LineCounter, file: string): Problem[] {
  const found = new Map<number, Problem>();
  const add = (offset: number, message: string) => {
    const { line, col } = lines.linePos(offset);
    if (!found.has(line)) found.set(line, { file, line, col, path: null, message });
  };
  // One slip often upsets the parser for many lines after it: the first is the one to mend. Tabs and duplicates do not.
  const lasting = document.errors.filter((one) => one.code === "DUPLICATE_KEY" || one.code === "TAB_AS_INDENT");
  const tabs = lasting.some((one) => one.code === "TAB_AS_INDENT");
  const first = tabs ? undefined : document.errors.find((one) => !lasting.includes(one));
  for (const error of first === undefined ? lasting : [first, ...lasting]) {
    add(openingOf(document, error) ?? error.pos[0], plainMessage(error));
  }
  if (document.errors.length > 0) return [...found.values()].sort(byPlace);
  for (const warning of document.warnings) add(warning.pos[0], plainMessage(warning));
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document) === undefined) {
        add(
          alias.range?.[0] ?? 0,
          `unknown alias "*${alias.source}"; an anchor "&${alias.source}" must stand above it`,
        );
      }
    },
    Pair(_, pair) {
      if (isCollection(pair.key)) {
        add(pair.key.range?.[0] ?? 0, 'a key must be a text; a template must be quoted: "{{ input }}"');
      } else if (isMergeKey(pair.key)) {
        const merged = isAlias(pair.value) ? pair.value.resolve(document) : pair.value;
        const parts = isSeq(merged) ? merged.items : [merged];
        const maps = parts.map((part) => (isAlias(part) ? part.resolve(document) : part));
        if (!maps.every((part) => isMap(part) || part === undefined) && !isSeqOfUnknown(parts)) {
          const range = (pair.key as { range?: [number, number, number] }).range;
          add(range?.[0] ?? 0, 'a merge key "<<" takes an object or an alias of one, e.g. <<: *defaults');
        }
      }
    },
  });
  return [...found.values()].sort(byPlace);
}

/** Aliases without an anchor are reported where they stand. */
function isSeqOfUnknown(parts: readonly unknown[]): boolean {
  return parts.length === 1 && parts[0] === undefined;
}

function byPlace(a: Problem, b: Problem): number {
  return (a.line ?? 0) - (b.line ?? 0) || (a.col ?? 0) - (b.col ?? 0);
}

/** Where the quote or bracket stands that an error says is never closed. */
function openingOf(document: Document.Parsed, error: YAMLError): number | undefined {
  const unclosed = error.code === "MISSING_CHAR" || (error.code === "BAD_INDENT" && error.message.startsWith("Flow"));
  if (!unclosed || error.message.startsWith("Implicit")) return undefined;
  const quote = error.message.includes("closing");
  let start: number | undefined;
  visit(document, {
    Node(_, node) {
      const range = (node as { range?: [number, number, number] | null }).range;
      const fits = quote
        ? isScalar(node) && (node.type ?? "").startsWith("QUOTE")
        : isCollection(node) && node.flow === true;
      if (fits && range && range[0] <= error.pos[0] && error.pos[0] <= range[2] + 1) start = range[0];
    },
  });
  return start;
}

function plainMessage(error: YAMLError): string {
  switch (error.code) {
    case "TAB_AS_INDENT":
      return "a tab in the indentation; YAML takes spaces only";
    case "DUPLICATE_KEY":
      return "this key is written twice in the same object";
    case "BAD_INDENT":
      return error.message.startsWith("Flow")
        ? `this "${error.message.includes("sequence") ? "[" : "{"}" is not closed, or what it holds is not indented`
        : "wrong indentation: the keys of one object must start in the same column";
    case "MISSING_CHAR": {
      if (error.message.includes("closing"))
        return `this ${error.message.includes('"') ? "double" : "single"} quote is not closed`;
      if (error.message.includes("end with a }")) return 'this "{" is not closed';
      if (error.message.includes("end with a ]")) return 'this "[" is not closed';
      return "a key without a value: expected `key: value`, with a space after the colon";
    }
    case "BLOCK_AS_IMPLICIT_KEY":
      return 'a second ": " on the line, or lines below that are indented too far; put a text that holds ": " in quotes';
    case "MULTILINE_IMPLICIT_KEY":
      return "expected `key: value`; the colon and the space after it are missing";
    case "BAD_SCALAR_START":
      return `a text cannot start with ${error.message.at(-1) ?? "this"} here; put it in quotes`;
    case "BAD_DQ_ESCAPE":
      return `${error.message.replace("Invalid escape sequence", "unknown escape")}; use single quotes, or double the backslash`;
    case "MULTIPLE_DOCS":
      return "the file holds several documents (---); it must be one";
    case "TAG_RESOLVE_FAILED":
      return `${error.message.replace(/^Unresolved tag: /, "unknown tag ").replace("tag:yaml.org,2002:", "!!")}; put the value without it`;
    case "UNEXPECTED_TOKEN":
      if (error.message.includes("at node end"))
        return "something stands after the end of a value; check quotes and indentation";
      if (error.message.includes("block-seq-ind")) return 'a list entry ("- ") must start on a line of its own';
      break;
  }
  return `cannot be read as YAML: ${error.message.split("\n")[0] ?? error.message}`;
}
