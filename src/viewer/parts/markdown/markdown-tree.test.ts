import { describe, expect, it } from "vitest";
import { decodeEntities } from "./decode-entities.ts";
import { type MarkdownNode, markdownTree } from "./markdown-tree.ts";
import { safeAddress } from "./safe-address.ts";

function nodes(text: string): readonly MarkdownNode[] {
  const tree = markdownTree(text);
  if (tree.status === "plain") throw new Error(tree.reason);
  return tree.nodes;
}

/** All nodes of a tree, in their order. */
function all(list: readonly MarkdownNode[]): MarkdownNode[] {
  return list.flatMap((node): MarkdownNode[] => {
    if (node.type === "list") return [node, ...all(node.items.flatMap(({ children }) => children))];
    if (node.type === "table") return [node, ...all([...node.header, ...node.rows.flat()].flat())];
    return "children" in node ? [node, ...all(node.children)] : [node];
  });
}

const textOf = (list: readonly MarkdownNode[]) =>
  all(list)
    .map((node) => ("text" in node ? node.text : ""))
    .join("");
const links = (text: string) => all(nodes(text)).flatMap((node) => (node.type === "link" ? [node.address] : []));

describe("markdownTree", () => {
  it("reads what answers are written in", () => {
    const text =
      "# Title\n\nSome *soft* and **loud** `code`.\n\n1. one\n2. two\n\n- [x] done\n\n> quote\n\n|a|b|\n|-|-|\n|1|2|\n\n```js\nx<y\n```\n\n---";
    const kinds = nodes(text).map(({ type }) => type);
    expect(kinds).toEqual(["heading", "paragraph", "list", "list", "quote", "table", "code", "rule"]);
    expect(nodes(text)[3]).toMatchObject({ start: null, items: [{ done: true }] });
    expect(nodes(text)[6]).toEqual({ type: "code", text: "x<y", block: true });
    expect(textOf(nodes("a &amp; b &lt;i&gt; &#x41; &nope;"))).toBe("a & b <i> A &nope;");
  });

  it.each([
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(1)">',
    "text <b onclick=alert(1)>bold</b> text",
    "<svg/onload=alert(1)>",
    "<!-- hidden -->",
    "<iframe src='https://example.org'></iframe>",
  ])("shows HTML as the text it is: %s", (text) => expect(textOf(nodes(text))).toBe(text));

  it.each([
    "[x](javascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](javascript&#58;alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](<java\tscript:alert(1)>)",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    "[x](file:///etc/passwd)",
    "[x](//evil.example/a)",
    "[x](/relative)",
    "[x](#/runs)",
    "[x][r]\n\n[r]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "[x](blob:https://a/b)",
  ])("makes no link of %j", (text) => expect(links(text)).toEqual([]));

  it("makes links of what may be one, the address in view", () => {
    expect(links("[x](https://a.example/?q=1) <mailto:a@b.example> http://c.example")).toEqual([
      "https://a.example/?q=1",
      "mailto:a@b.example",
      "http://c.example/",
    ]);
    expect(textOf(nodes("[Your bank](https://evil.example/)"))).toBe("Your bank (https://evil.example/)");
    expect(textOf(nodes("https://a.example/"))).toBe("https://a.example/");
    expect(textOf(nodes("[https://good.example](https://evil.example/)"))).toContain("(https://evil.example/)");
  });

  it("loads no image", () => {
    const drawn = nodes("![a *b*](https://tracker.example/x.png)");
    expect(textOf(drawn)).toBe("[image: a *b*] https://tracker.example/x.png");
    expect(all(drawn).map(({ type }) => type)).toEqual(["paragraph", "text"]);
  });

  it.each([
    ["quotes in quotes", ">".repeat(5_000)],
    ["lists in one line", "- ".repeat(5_000)],
    ["numbers in one line", "1. ".repeat(5_000)],
    ["a long paragraph", "a**b".repeat(10_000)],
    ["a long text", "word\n\n".repeat(50_000)],
    ["many parts", "a *b* ".repeat(100).concat("\n\n").repeat(150)],
  ])("falls back to text: %s", (_, text) => expect(markdownTree(text).status).toBe("plain"));

  it("cuts what is nested deep by lines", () => {
    const text = Array.from({ length: 100 }, (_, at) => `${"  ".repeat(at)}- level ${at}`).join("\n");
    const tree = nodes(text);
    expect(textOf(tree)).toContain("level 99");
    const depth = (list: readonly MarkdownNode[]): number =>
      Math.max(
        0,
        ...list.map((node) => (node.type === "list" ? 1 + depth(node.items.flatMap(({ children }) => children)) : 0)),
      );
    expect(depth(tree)).toBeLessThan(30);
  });

  it.each([
    "[".repeat(15_000),
    "![](".repeat(4_000),
    "_*".repeat(8_000),
    "`a``".repeat(4_000),
    "<a ".repeat(5_000),
    "\\".repeat(15_000),
  ])("bears %.12j…", (text) => expect(["ok", "plain"]).toContain(markdownTree(text).status));
});

describe("decodeEntities", () => {
  it("knows the common ones, once", () => {
    expect(decodeEntities("&amp;lt; &quot; &#65;&#x1F600; &#0; &#xd800; &copy;")).toBe(
      '&lt; " A😀 &#0; &#xd800; &copy;',
    );
  });
});

describe("safeAddress", () => {
  it("knows the address that a browser would go to", () => {
    expect(safeAddress("https://a.example/b c")).toBe("https://a.example/b%20c");
    expect(safeAddress(" javascript:alert(1)")).toBeNull();
    expect(safeAddress("java\nscript:alert(1)")).toBeNull();
    expect(safeAddress("")).toBeNull();
  });
});
