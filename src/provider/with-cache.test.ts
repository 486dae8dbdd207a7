import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Provider } from "../domain/provider.ts";
import { aCall, anError, errorReply, okReply, request, scripted } from "./__fixtures__/calls.ts";
import { createFileCache, withCache } from "./with-cache.ts";

const run = promisify(execFile);
const KEY = `sha256:${"ab12".repeat(16)}`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "evals-cache-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const ask = (provider: Provider, fingerprint = KEY) => provider.call(request, aCall(fingerprint).context);
const fileOf = (hex: string) => join(folder, hex.slice(0, 2), `${hex.slice(2)}.json`);
const KEY_HEX = KEY.slice("sha256:".length);

describe("a hit", () => {
  it("replays latency, usage, cost and attempts, and calls nothing", async () => {
    const first = okReply({ latencyMs: 123.45, firstTokenMs: 7, costUsd: 0.25, queueMs: 99 });
    const inner = scripted(first, okReply({ latencyMs: 1 }));
    expect(await ask(withCache(inner, createFileCache(folder), "use"))).toEqual(first);
    // Another process sees it: the cache is the folder.
    const again = await ask(withCache(inner, createFileCache(folder), "use"));
    expect(again).toEqual({ ...first, cached: true, queueMs: 0 });
    expect(inner.calls).toBe(1);
  });

  it("keeps what is unknown unknown", async () => {
    const first = okReply({ latencyMs: null, firstTokenMs: null, costUsd: null });
    const provider = withCache(scripted(first), createFileCache(folder), "use");
    await ask(provider);
    expect(await ask(provider)).toEqual({ ...first, cached: true });
  });

  it("is of the same fingerprint alone", async () => {
    const inner = scripted(okReply());
    const provider = withCache(inner, createFileCache(folder), "use");
    await ask(provider);
    expect((await ask(provider, `sha256:${"ab13".repeat(16)}`)).cached).toBe(false);
    expect(inner.calls).toBe(2);
  });
});

describe("a miss", () => {
  it("is every call of a refresh, whose replies are kept", async () => {
    const cache = createFileCache(folder);
    const inner = scripted(okReply({ latencyMs: 1 }), okReply({ latencyMs: 2 }));
    await ask(withCache(inner, cache, "use"));
    expect(await ask(withCache(inner, cache, "refresh"))).toMatchObject({ latencyMs: 2, cached: false });
    expect(await ask(withCache(inner, cache, "use"))).toMatchObject({ latencyMs: 2, cached: true });
  });

  it("is what failed before: errors are not kept", async () => {
    const inner = scripted(errorReply(anError("server")), okReply());
    const provider = withCache(inner, createFileCache(folder), "use");
    expect([(await ask(provider)).status, (await ask(provider)).status]).toEqual(["error", "ok"]);
    expect(inner.calls).toBe(2);
  });

  const foreign: readonly [string, (whole: string) => string][] = [
    ["empty", () => ""],
    ["torn", (whole) => whole.slice(0, whole.length / 2)],
    ["null", () => "null"],
    ["text", () => "not json"],
    ["another program's", () => '{"status":"ok","answer":{"text":"no usage, no attempts"}}'],
    ["another version's", (whole) => whole.replace('"version":1', '"version":2')],
    ["another fingerprint's", (whole) => whole.replace("sha256:ab", "sha256:cd")],
  ];
  it.each(foreign)("is a file that is %s, and it is replaced", async (_name, change) => {
    const inner = scripted(okReply());
    const provider = withCache(inner, createFileCache(folder), "use");
    await ask(provider);
    const path = fileOf(KEY_HEX);
    const whole = await readFile(path, "utf8");
    expect(change(whole)).not.toBe(whole);
    await writeFile(path, change(whole));
    expect((await ask(provider)).cached).toBe(false);
    expect((await ask(provider)).cached).toBe(true);
    expect(inner.calls).toBe(2);
  });
});

describe("a folder that cannot be used", () => {
  it("fails no call", async () => {
    const occupied = join(folder, "a-file");
    await writeFile(occupied, "");
    const inner = scripted(okReply());
    const provider = withCache(inner, createFileCache(join(occupied, "cache")), "use");
    expect([(await ask(provider)).status, (await ask(provider)).status]).toEqual(["ok", "ok"]);
    expect(inner.calls).toBe(2);
  });

  it.skipIf(process.getuid?.() === 0)("fails no call where writing is not allowed", async () => {
    await chmod(folder, 0o500);
    expect((await ask(withCache(scripted(okReply()), createFileCache(folder), "use"))).status).toBe("ok");
    await chmod(folder, 0o700);
    expect(await readdir(folder)).toEqual([]);
  });

  it("leaves no temporary file where a directory has the file's name", async () => {
    await mkdir(fileOf(KEY_HEX), { recursive: true });
    await ask(withCache(scripted(okReply()), createFileCache(folder), "use"));
    expect(await readdir(dirname(fileOf(KEY_HEX)))).toEqual([`${KEY_HEX.slice(2)}.json`]);
  });
});

it("keeps a whole file while two processes write the same key and a third reads it", { timeout: 30_000 }, async () => {
  const bundle = join(folder, "with-cache.mjs");
  await build({
    entryPoints: [fileURLToPath(new URL("with-cache.ts", import.meta.url))],
    outfile: bundle,
    bundle: true,
    platform: "node",
    format: "esm",
  });
  const script = join(folder, "writer.mjs");
  await writeFile(
    script,
    `import { createFileCache } from "./with-cache.mjs";
    const [folder, key, letter] = process.argv.slice(2);
    const cache = createFileCache(folder);
    for (let count = 0; count < 60; count++) {
      await cache.set(key, { status: "ok", answer: { text: letter.repeat(100_000 + count) } });
    }`,
  );
  const shared = join(folder, "shared");
  const writers = ["a", "b"].map((letter) => run(process.execPath, [script, shared, KEY, letter]));
  const done = Promise.all(writers).then(() => true);
  const cache = createFileCache(shared);
  let read = 0;
  const textOf = async () => {
    const reply = await cache.get(KEY);
    return reply?.status === "ok" ? reply.answer.text : null;
  };
  for (;;) {
    const text = await textOf();
    // Once it is there, it is never absent or torn.
    if (text === null) expect(read).toBe(0);
    else {
      read += 1;
      expect(text).toMatch(/^(a{100000,}|b{100000,})$/);
    }
    if (await Promise.race([done, new Promise<false>((resolve) => setTimeout(resolve, 2, false))])) break;
  }
  expect(read).toBeGreaterThan(1);
  expect(await textOf()).toMatch(/^(a{100059}|b{100059})$/);
  expect(await readdir(join(shared, KEY_HEX.slice(0, 2)))).toEqual([`${KEY_HEX.slice(2)}.json`]);
});
