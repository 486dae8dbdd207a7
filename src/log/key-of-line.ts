const QUOTE = 0x22;

/**
 * The id that a line of a log begins with, as this program writes it, without parsing the rest; null where the line
 * begins otherwise, or the id holds an escape: then only parsing tells.
 * @param head what stands before the id: `{"schema":"evals.output/1","trial":"`
 */
export function keyOfLine(bytes: Buffer, head: Buffer): string | null {
  if (bytes.compare(head, 0, head.length, 0, Math.min(head.length, bytes.length)) !== 0) return null;
  const end = bytes.indexOf(QUOTE, head.length);
  const key = end === -1 ? "\\" : bytes.toString("utf8", head.length, end);
  return key.includes("\\") ? null : key;
}
