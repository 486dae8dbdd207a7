import type { ComponentChild, ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import { LongText } from "../long-text.tsx";
import { readableText } from "../readable-text.ts";
import { type MarkdownNode, markdownTree } from "./markdown-tree.ts";

/** A hostile text as Markdown: every node is made here, nothing is ever parsed as HTML. */
export function Markdown({ text }: { text: string }) {
  const tree = useMemo(() => markdownTree(text), [text]);
  if (tree.status === "plain")
    return (
      <>
        <p class="muted small">Shown as text: {tree.reason}.</p>
        <LongText text={text} />
      </>
    );
  return <div class="markdown text">{drawAll(tree.nodes)}</div>;
}

function drawAll(nodes: readonly MarkdownNode[]): ComponentChildren {
  return nodes.map(draw);
}

function draw(node: MarkdownNode, key: number): ComponentChild {
  switch (node.type) {
    case "text":
      return readableText(node.text);
    case "code":
      return node.block ? (
        <pre key={key}>
          <code>{readableText(node.text)}</code>
        </pre>
      ) : (
        <code key={key}>{readableText(node.text)}</code>
      );
    case "link":
      return (
        <a key={key} href={node.address} target="_blank" rel="noopener noreferrer nofollow">
          {drawAll(node.children)}
        </a>
      );
    // No heading of the page: an answer must not change its outline.
    case "heading":
      return (
        <p key={key} class={`md-heading md-heading-${Math.min(6, node.depth)}`}>
          {drawAll(node.children)}
        </p>
      );
    case "list":
      return drawList(node, key);
    case "table":
      return drawTable(node, key);
    case "paragraph":
      return <p key={key}>{drawAll(node.children)}</p>;
    case "quote":
      return <blockquote key={key}>{drawAll(node.children)}</blockquote>;
    case "strong":
      return <strong key={key}>{drawAll(node.children)}</strong>;
    case "emphasis":
      return <em key={key}>{drawAll(node.children)}</em>;
    case "deleted":
      return <s key={key}>{drawAll(node.children)}</s>;
    case "line-break":
      return <br key={key} />;
    case "rule":
      return <hr key={key} />;
  }
}

function drawList({ start, items }: Extract<MarkdownNode, { type: "list" }>, key: number) {
  const drawn = items.map(({ done, children }, at) => (
    <li key={at}>
      {done !== null && (done ? "☑ " : "☐ ")}
      {drawAll(children)}
    </li>
  ));
  return start === null ? (
    <ul key={key}>{drawn}</ul>
  ) : (
    <ol key={key} start={start}>
      {drawn}
    </ol>
  );
}

function drawTable({ header, rows }: Extract<MarkdownNode, { type: "table" }>, key: number) {
  return (
    <table key={key}>
      <thead>
        <tr>
          {header.map((cell, at) => (
            <th key={at} scope="col">
              {drawAll(cell)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, line) => (
          <tr key={line}>
            {row.map((cell, at) => (
              <td key={at}>{drawAll(cell)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
