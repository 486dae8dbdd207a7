/** What an answer may be compressed with: sent with every request, and decoded here. */
export const ACCEPTED_ENCODINGS = "gzip, deflate, br";

/** Takes `content-encoding` off a body; one that is not known stays as it is, as `fetch` does. */
export function decodeBody(body: AsyncIterable<Uint8Array>, encoding: string | null): AsyncIterable<Uint8Array> {
  if (encoding === null) return body;
  const codings = encoding
    .toLowerCase()
    .split(",")
    .map((coding) => coding.trim());
  if (!codings.every((coding) => KNOWN.has(coding))) return body;
  // The last that was put on is the first to come off.
  return codings.reduceRight(decodeOne, body);
}

const KNOWN: ReadonlySet<string> = new Set(["identity", "gzip", "x-gzip", "deflate", "br"]);

async function* decodeOne(body: AsyncIterable<Uint8Array>, coding: string): AsyncGenerator<Uint8Array> {
  if (coding === "identity") return yield* body;
  const [zlib, { pipeline, Readable }] = await Promise.all([import("node:zlib"), import("node:stream")]);
  const source = body[Symbol.asyncIterator]();
  const first = await source.next();
  // zlib does not take nothing for an empty text.
  if (first.done) return;
  // What is flushed is a piece of a stream: it is to be read now, not when the end has come.
  const flush = { flush: zlib.constants.Z_SYNC_FLUSH, finishFlush: zlib.constants.Z_SYNC_FLUSH };
  const brotli = { flush: zlib.constants.BROTLI_OPERATION_FLUSH, finishFlush: zlib.constants.BROTLI_OPERATION_FLUSH };
  // `deflate` is a zlib stream, which some servers send without its header.
  const isBare = coding === "deflate" && ((first.value[0] ?? 0) & 0x0f) !== 8;
  const decoder =
    coding === "br"
      ? zlib.createBrotliDecompress(brotli)
      : isBare
        ? zlib.createInflateRaw(flush)
        : zlib.createUnzip(flush);
  const whole = Readable.from(
    (async function* () {
      yield first.value;
      for await (const chunk of { [Symbol.asyncIterator]: () => source }) yield chunk;
    })(),
    { objectMode: false },
  );
  // Errors come out of the decoder, which is where the body is read.
  yield* pipeline(whole, decoder, () => {}) as AsyncIterable<Uint8Array>;
}
