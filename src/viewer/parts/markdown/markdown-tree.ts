import { type MarkedToken, marked, type Token, type Tokens } from "marked";
import { decodeEntities } from "./decode-entities.ts";
import { safeAddress } from "./safe-address.ts";

/** Markdown as a tree of what we draw: nothing in it can be anything but text, and links that were looked at. */
export type MarkdownNode =
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "code"; readonly text: string; readonly block: boolean }
  | { readonly type: "link"; readonly address: string; readonly children: readonly MarkdownNode[] }
  | { readonly type: "heading"; readonly depth: number; readonly children: readonly MarkdownNode[] }
  | { readonly type: "list"; readonly start: number | null; readonly items: readonly MarkdownItem[] }
  | { readonly type: "table"; readonly header: readonly Cell[]; readonly rows: readonly (readonly Cell[])[] }
  | { readonly type: Wrapper; readonly children: readonly MarkdownNode[] }
  | { readonly type: "line-break" | "rule" };

type Wrapper = "paragraph" | "quote" | "strong" | "emphasis" | "deleted";
type Cell = readonly MarkdownNode[];

export interface MarkdownItem {
  /** null: no task. */
  readonly done: boolean | null;
  readonly children: readonly MarkdownNode[];
}

export type MarkdownResult =
  | { readonly status: "ok"; readonly nodes: readonly MarkdownNode[] }
  /** Drawn as plain text. */
  | { readonly status: "plain"; readonly reason: string };

const MOST_CHARACTERS = 200_000;
/** What lexing costs grows with the square of a paragraph. */
const LONGEST_PARAGRAPH = 20_000;
/** Deeper than this is shown as its source. */
const DEEPEST = 24;
const MOST_NODES = 20_000;
/** More markers of lists and quotes at the start of a line than anybody writes by hand. */
const TOO_NESTED = /^(?:[ \t]*(?:[>*+-]|\d{1,9}[.)])){25}/m;

export function markdownTree(text: string): MarkdownResult {
  if (text.length > MOST_CHARACTERS) return plain("it is too long");
  if (TOO_NESTED.test(text)) return plain("it is nested too deep");
  if (text.split(/\n[ \t]*\n/).some((paragraph) => paragraph.length > LONGEST_PARAGRAPH))
    return plain("a paragraph is too long");
  try {
    const left = { nodes: MOST_NODES };
    const nodes = readAll(marked.lexer(text, { gfm: true }), 0, left);
    return left.nodes < 0 ? plain("it has too many parts") : { status: "ok", nodes };
  } catch {
    return plain("it could not be read as Markdown");
  }
}

function plain(reason: string): MarkdownResult {
  return { status: "plain", reason };
}

interface Budget {
  nodes: number;
}

function readAll(tokens: readonly Token[], depth: number, left: Budget): readonly MarkdownNode[] {
  return tokens.flatMap((token) => {
    left.nodes -= 1;
    if (left.nodes < 0) return [];
    if (depth > DEEPEST) return [{ type: "text", text: token.raw } as const];
    return read(token as MarkedToken, depth, left);
  });
}

/** A kind of token that we do not know is shown as its source. */
function read(token: MarkedToken, depth: number, left: Budget): readonly MarkdownNode[] {
  const inside = (tokens: readonly Token[]) => readAll(tokens, depth + 1, left);
  switch (token.type) {
    case "space":
    case "def":
      // A definition of a link is no prose, but it is not hidden either.
      return token.type === "def" ? [{ type: "paragraph", children: [{ type: "text", text: token.raw }] }] : [];
    case "heading":
      return [{ type: "heading", depth: token.depth, children: inside(token.tokens) }];
    case "paragraph":
      return [{ type: "paragraph", children: inside(token.tokens) }];
    case "blockquote":
      return [{ type: "quote", children: inside(token.tokens) }];
    case "list":
      return [readList(token, inside)];
    case "table":
      return [readTable(token, inside)];
    case "code":
    case "codespan":
      return [{ type: "code", text: token.text, block: token.type === "code" }];
    case "hr":
      return [{ type: "rule" }];
    case "br":
      return [{ type: "line-break" }];
    case "strong":
      return [{ type: "strong", children: inside(token.tokens) }];
    case "em":
      return [{ type: "emphasis", children: inside(token.tokens) }];
    case "del":
      return [{ type: "deleted", children: inside(token.tokens) }];
    case "link":
      return readLink(token, inside);
    case "image":
      return [{ type: "text", text: `[image: ${decodeEntities(token.text)}] ${token.href}` }];
    case "text":
      if (token.tokens !== undefined) return inside(token.tokens);
      return [{ type: "text", text: decodeEntities(token.text) }];
    case "escape":
      return [{ type: "text", text: token.text }];
    case "checkbox":
      return [];
    default:
      return [{ type: "text", text: token.raw }];
  }
}

type Inside = (tokens: readonly Token[]) => readonly MarkdownNode[];

function readList({ ordered, start, items }: Tokens.List, inside: Inside): MarkdownNode {
  return {
    type: "list",
    start: ordered ? Number(start) || 0 : null,
    items: items.map(({ task, checked, tokens }) => ({
      done: task ? checked === true : null,
      children: inside(tokens),
    })),
  };
}

function readTable({ header, rows }: Tokens.Table, inside: Inside): MarkdownNode {
  const cells = (row: readonly Tokens.TableCell[]) => row.map(({ tokens }) => inside(tokens));
  return { type: "table", header: cells(header), rows: rows.map(cells) };
}

/** The address stands behind the words wherever they are not the address itself; one that is not safe is text alone. */
function readLink({ href: written, tokens, text, autolink }: Tokens.Link, inside: Inside): readonly MarkdownNode[] {
  const href = autolink === true ? written : decodeEntities(written);
  const children = inside(tokens);
  const address = safeAddress(href);
  if (address === null) return [...children, { type: "text", text: ` (${href})` }];
  const said: MarkdownNode = { type: "link", address, children };
  return text === href || `mailto:${text}` === href ? [said] : [said, { type: "text", text: ` (${href})` }];
}
