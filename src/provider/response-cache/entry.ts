import { crc32 } from "node:zlib";
import { sha256 } from "../../base/digest.ts";
import type { Reply } from "../../domain/output.ts";

/**
 * A line of a shard is JSON with its first members at fixed places, so that an index is made without parsing replies:
 *
 *     {"key":"<64 hex>","stored_at":"<RFC 3339>","crc32":"<8 hex>","reply":{…}}      a reply
 *     {"key":"<64 hex>","used_at":"<RFC 3339>"}                                      it was used again
 */

/** A reply and when it was kept: UTC, RFC 3339 with milliseconds. */
export type KeptReply = Reply & { readonly storedAt: string };

const KEY_AT = '{"key":"'.length;
const KEY_LENGTH = 64;
const TIME_LENGTH = 24;
const STORED = '","stored_at":"';
const USED = '","used_at":"';
const CHECKSUM = '","crc32":"';
const REPLY = '","reply":';
const STORED_AT = KEY_AT + KEY_LENGTH + STORED.length;
const CHECKSUM_AT = STORED_AT + TIME_LENGTH + CHECKSUM.length;
const REPLY_AT = CHECKSUM_AT + 8 + REPLY.length;
const USED_AT = KEY_AT + KEY_LENGTH + USED.length;
const USE_LENGTH = USED_AT + TIME_LENGTH + '"}'.length;

/** The key of a fingerprint: its digest. What is no `sha256:…` is digested, so that no key ever shows what it is of. */
export function keyOf(fingerprint: string): string {
  const hex = fingerprint.startsWith("sha256:") ? fingerprint.slice("sha256:".length) : "";
  return /^[0-9a-f]{64}$/.test(hex) ? hex : sha256(fingerprint);
}

/** `storedAt`: 24 characters, as `Date.toISOString` gives them. */
export function encodeReply(key: string, storedAt: string, reply: Reply): string {
  const json = JSON.stringify(reply);
  return `{"key":"${key}${STORED}${storedAt}${CHECKSUM}${checksum(key, storedAt, json)}${REPLY}${json}}`;
}

export function encodeUse(key: string, usedAt: string): string {
  return `{"key":"${key}${USED}${usedAt}"}`;
}

/** What a line is, by its head alone; null: none of ours. */
export function readHead(line: Buffer): "reply" | "use" | null {
  if (line.length < USE_LENGTH || line[line.length - 1] !== 0x7d || line.toString("latin1", 0, KEY_AT) !== '{"key":"')
    return null;
  const after = line.toString("latin1", KEY_AT + KEY_LENGTH, KEY_AT + KEY_LENGTH + STORED.length);
  if (after === STORED) return line.length > REPLY_AT ? "reply" : null;
  return after.startsWith(USED) && line.length === USE_LENGTH ? "use" : null;
}

export function keyOfLine(line: Buffer): string {
  return line.toString("latin1", KEY_AT, KEY_AT + KEY_LENGTH);
}

const TIME = /^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/;

/** When a reply was stored or used: texts that sort as the times do. */
export function timeOfLine(line: Buffer, kind: "reply" | "use"): string {
  const at = kind === "reply" ? STORED_AT : USED_AT;
  return line.toString("latin1", at, at + TIME_LENGTH);
}

export function isTime(text: string): boolean {
  return TIME.test(text);
}

/** Whether a line with a reply's head is as it was written. */
export function isIntact(line: Buffer): boolean {
  const json = line.toString("utf8", REPLY_AT, line.length - 1);
  const sum = line.toString("latin1", CHECKSUM_AT, CHECKSUM_AT + 8);
  return sum === checksum(keyOfLine(line), timeOfLine(line, "reply"), json);
}

/** The reply of a line; null: it is not this key's, or not as it was written. */
export function decodeReply(line: Buffer, key: string): KeptReply | null {
  if (readHead(line) !== "reply" || keyOfLine(line) !== key || !isIntact(line)) return null;
  try {
    const reply = JSON.parse(line.toString("utf8", REPLY_AT, line.length - 1)) as Reply;
    return { ...reply, storedAt: timeOfLine(line, "reply") };
  } catch {
    return null;
  }
}

function checksum(key: string, storedAt: string, json: string): string {
  return crc32(json, crc32(key + storedAt))
    .toString(16)
    .padStart(8, "0");
}
