import { promisify } from "node:util";
import { gzip } from "node:zlib";

const compress = promisify(gzip);
/** Level 1 takes half the time, for 5% more in every run folder; the default takes twice as long. */
const LEVEL = 4;

/**
 * A value for the viewer inside a page: gzipped JSON in base64, in a script that no browser runs. Base64 holds no `<`,
 * and the parser takes such an element as one text, however long.
 */
export async function dataElement(id: string, value: unknown): Promise<string> {
  const bytes = await compress(JSON.stringify(value), { level: LEVEL });
  return `<script type="application/octet-stream;base64" id="${id}">${bytes.toString("base64")}</script>\n`;
}
