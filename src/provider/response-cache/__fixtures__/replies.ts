import { sha256 } from "../../../base/digest.ts";
import type { Reply } from "../../../domain/output.ts";
import { okReply } from "../../__fixtures__/calls.ts";

export function fingerprintOf(name: string): string {
  return `sha256:${sha256(name)}`;
}

/** A reply that tells whose it is; `bytes`: the length of its text, about. */
export function replyOf(name: string, version = 0, bytes = 40): Reply {
  const text = `${name}#${version}#${"é\n\u2028".repeat(bytes / 3)}#${name}#${version}`;
  const answer = { text, toolCalls: [], finishReason: "stop", rawFinishReason: "stop", responseId: null } as const;
  return okReply({ answer });
}

/** Name and version of a reply; null: it is not whole. */
export function whoseIs(reply: Reply): { readonly name: string; readonly version: number } | null {
  const parts = reply.status === "ok" ? reply.answer.text.split("#") : [];
  const [name, version, , nameAgain, versionAgain] = parts;
  if (parts.length !== 5 || name === undefined || name !== nameAgain || version !== versionAgain) return null;
  return { name, version: Number(version) };
}
