import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { anError, errorReply, okReply } from "../__fixtures__/calls.ts";
import { fingerprintOf, replyOf, whoseIs } from "./__fixtures__/replies.ts";
import { compactShard } from "./compact-shard.ts";
import { createResponseCache } from "./create-response-cache.ts";
import { shardFiles, storeBytes } from "./store-files.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "evals-replies-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const A = fingerprintOf("a");
const onlyShard = async () => (await shardFiles(folder))[0] ?? "";

describe("a reply", () => {
  it("is given back as it was, with the time when it was stored, to other processes too", async () => {
    const now = Date.parse("2026-03-01T10:20:30.456Z");
    const reply = okReply({ latencyMs: 123.45, firstTokenMs: null, costUsd: null });
    await createResponseCache(folder, { now: () => now }).set(A, reply);
    expect(await createResponseCache(folder).get(A)).toEqual({ ...reply, storedAt: "2026-03-01T10:20:30.456Z" });
  });

  it("is what any reply is: property against a Map", { timeout: 60_000 }, async () => {
    const names = fc.constantFrom(...Array.from({ length: 12 }, (_, number) => `name-${number}`));
    const step = fc.oneof(
      fc.record({ do: fc.constant("set" as const), name: names, text: fc.string({ unit: "binary", maxLength: 300 }) }),
      fc.record({ do: fc.constant("get" as const), name: names, text: fc.constant("") }),
      // Another process, or this one after a while.
      fc.record({ do: fc.constantFrom("reopen" as const, "compact" as const), name: names, text: fc.constant("") }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        await rm(folder, { recursive: true, force: true });
        const caches = [createResponseCache(folder), createResponseCache(folder)];
        const model = new Map<string, string>();
        for (const { do: what, name, text } of steps) {
          const answer = {
            text,
            toolCalls: [],
            finishReason: "stop",
            rawFinishReason: null,
            responseId: null,
          } as const;
          if (what === "reopen") caches[0] = createResponseCache(folder);
          else if (what === "compact") for (const path of await shardFiles(folder)) await compactShard(path, "");
          else if (what === "get") {
            const reply = await caches[0]?.get(fingerprintOf(name));
            expect(reply?.status === "ok" ? reply.answer.text : null).toBe(model.get(name) ?? null);
          } else {
            await caches[0]?.set(fingerprintOf(name), okReply({ answer }));
            model.set(name, text);
          }
        }
        for (const [name, text] of model) {
          const reply = await caches[1]?.get(fingerprintOf(name));
          expect(reply?.status === "ok" ? reply.answer.text : null).toBe(text);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("is seen by a process that looked before it was stored", async () => {
    const [reader, writer] = [createResponseCache(folder), createResponseCache(folder)];
    expect(await reader.get(A)).toBeNull();
    await writer.set(A, replyOf("a", 1));
    expect((await reader.get(A))?.status).toBe("ok");
    await rm(await onlyShard());
    await writer.set(A, replyOf("a", 2));
    const fresh = await createResponseCache(folder).get(A);
    expect(fresh && whoseIs(fresh)).toEqual({ name: "a", version: 2 });
  });

  it("shows neither its fingerprint's text nor a name in the folder when the fingerprint is no digest", async () => {
    const cache = createResponseCache(folder);
    await cache.set("sk-secret", okReply());
    expect(await cache.get("sk-secret")).not.toBeNull();
    expect((await readFile(await onlyShard(), "utf8")) + (await readdir(folder)).join()).not.toContain("sk-secret");
  });

  it("may be an error as well: what is kept is not the store's to say", async () => {
    const cache = createResponseCache(folder);
    await cache.set(A, errorReply(anError("server")));
    expect((await cache.get(A))?.status).toBe("error");
  });
});

describe("damage is a miss, and the next set mends it", () => {
  const noise = (length: number) => Buffer.from(Array.from({ length }, (_, at) => (at * 7919 + (at >> 3)) % 256));
  const damages: readonly [string, (path: string) => Promise<void>][] = [
    ["cut off in the middle", async (path) => truncate(path, Math.floor((await stat(path)).size / 2))],
    ["cut off before the newline", async (path) => truncate(path, (await stat(path)).size - 1)],
    ["empty", (path) => truncate(path, 0)],
    ["noise", (path) => writeFile(path, noise(5000))],
    [
      "noise with newlines",
      (path) =>
        writeFile(
          path,
          noise(5000).map((byte) => (byte % 16 === 0 ? 10 : byte)),
        ),
    ],
    ["zeros", async (path) => writeFile(path, Buffer.alloc((await stat(path)).size))],
    [
      "one bit wrong",
      async (path) =>
        writeFile(
          path,
          (await readFile(path)).map((byte, at) => (at === 300 ? byte ^ 1 : byte)),
        ),
    ],
    ["another program's JSON", (path) => writeFile(path, '{"key":"value"}\n[1,2]\nnull\n')],
    [
      "another key's line",
      async (path) => writeFile(path, (await readFile(path, "utf8")).replace(/"key":"(..)../, '"key":"$1zz')),
    ],
  ];

  it.each(damages)("%s, for who has it open and for who comes later", async (name, damage) => {
    const cache = createResponseCache(folder);
    await cache.set(A, replyOf("a", 1));
    expect(await cache.get(A)).not.toBeNull();
    const path = await onlyShard();
    const before = await readFile(path);
    await damage(path);
    expect((await readFile(path)).equals(before)).toBe(false);
    const later = createResponseCache(folder);
    expect(await later.get(A)).toBeNull();
    // Who knows where it lies does not need the newline behind it.
    if (name !== "cut off before the newline") expect(await cache.get(A)).toBeNull();
    await cache.set(A, replyOf("a", 2));
    for (const each of [cache, later, createResponseCache(folder)]) {
      const reply = await each.get(A);
      expect(reply && whoseIs(reply)).toEqual({ name: "a", version: 2 });
    }
  });

  it("takes nothing from the entries beside it", async () => {
    const cache = createResponseCache(folder);
    // 600 names in 256 shards: many shards hold several.
    const names = Array.from({ length: 600 }, (_, number) => `n-${number}`);
    await Promise.all(names.map((name) => cache.set(fingerprintOf(name), replyOf(name))));
    for (const path of await shardFiles(folder)) await appendFile(path, '{"key":"torn in the mid');
    await Promise.all(names.map((name) => cache.set(fingerprintOf(`after ${name}`), replyOf(`after ${name}`))));
    const later = createResponseCache(folder);
    for (const name of [...names, ...names.map((name) => `after ${name}`)]) {
      const reply = await later.get(fingerprintOf(name));
      expect(reply && whoseIs(reply)?.name).toBe(name);
    }
  });

  it("of a foreign file is none", async () => {
    await writeFile(join(folder, "notes.txt"), "mine");
    await writeFile(join(folder, "replies-zz.v1.jsonl"), "mine");
    const cache = createResponseCache(folder, { maxBytes: 20_000 });
    for (let at = 0; at < 100; at += 1) await cache.set(fingerprintOf(`${at}`), replyOf(`${at}`));
    expect(await readFile(join(folder, "notes.txt"), "utf8")).toBe("mine");
    expect(await readFile(join(folder, "replies-zz.v1.jsonl"), "utf8")).toBe("mine");
  });
});

describe("the bound", () => {
  const MAX = 400_000;
  it("is kept, what was used lately stays, and what was used longest ago goes", async () => {
    let time = Date.parse("2026-01-01T00:00:00Z");
    const cache = createResponseCache(folder, { maxBytes: MAX, now: () => (time += 1000) });
    const favourites = Array.from({ length: 20 }, (_, number) => `favourite-${number}`);
    for (const name of favourites) await cache.set(fingerprintOf(name), replyOf(name, 0, 300));
    const last: string[] = [];
    for (let at = 0; at < 1200; at += 1) {
      const name = `n-${at}`;
      await cache.set(fingerprintOf(name), replyOf(name, 0, 300));
      last.push(name);
      if (at % 30 === 0) for (const each of favourites) await cache.get(fingerprintOf(each));
      if (at % 100 === 0) expect(await storeBytes(folder)).toBeLessThan(MAX * 1.05);
    }
    const there = async (name: string) => (await createResponseCache(folder).get(fingerprintOf(name))) !== null;
    for (const name of [...favourites, ...last.slice(-200)]) expect([name, await there(name)]).toEqual([name, true]);
    for (const name of last.slice(0, 300)) expect([name, await there(name)]).toEqual([name, false]);
    expect((await readdir(folder)).every((name) => name.endsWith(".v1.jsonl"))).toBe(true);
  });

  it("costs an entry that alone is too large for it nothing but its place", async () => {
    const cache = createResponseCache(folder, { maxBytes: MAX });
    await cache.set(A, replyOf("a"));
    await cache.set(fingerprintOf("large"), replyOf("large", 0, MAX));
    expect(await cache.get(fingerprintOf("large"))).toBeNull();
    expect(await cache.get(A)).not.toBeNull();
  });

  it("is kept by the next process when one died while evicting", async () => {
    const before = createResponseCache(folder, { maxBytes: 10 * MAX });
    for (let at = 0; at < 1000; at += 1) await before.set(fingerprintOf(`${at}`), replyOf(`${at}`, 0, 300));
    await writeFile(join(folder, "evicting.lock"), "");
    await writeFile(join(folder, "replies-00.v1.jsonl.0123456789ab.tmp"), "half a shard");
    const full = await storeBytes(folder);
    expect(full).toBeGreaterThan(MAX);
    // A minute long the lock may be a living one's.
    await createResponseCache(folder, { maxBytes: MAX }).set(A, replyOf("a"));
    expect(await storeBytes(folder)).toBeGreaterThan(full);
    const late = () => Date.now() + 61_000;
    await createResponseCache(folder, { maxBytes: MAX, now: late }).set(A, replyOf("a"));
    expect(await storeBytes(folder)).toBeLessThan(MAX);
    expect((await readdir(folder)).filter((name) => !name.endsWith(".jsonl"))).toEqual([]);
  });
});

describe("a folder that cannot be written", () => {
  it("is told of once, and fails nothing", async () => {
    const occupied = join(folder, "a-file");
    await writeFile(occupied, "mine");
    for (const place of [occupied, join(occupied, "below")]) {
      const problems: string[] = [];
      const cache = createResponseCache(place, { onProblem: (text) => problems.push(text) });
      expect(await cache.get(A)).toBeNull();
      expect(problems).toEqual([]);
      await Promise.all([cache.set(A, okReply()), cache.set(fingerprintOf("b"), okReply())]);
      await cache.set(A, okReply());
      expect(await cache.get(A)).toBeNull();
      expect(problems).toHaveLength(1);
      expect(problems[0]).toContain(`replies cannot be kept in the response cache (${place}): E`);
    }
    expect(await readFile(occupied, "utf8")).toBe("mine");
  });

  it("is still read", async () => {
    await createResponseCache(folder).set(A, replyOf("a", 1));
    const problems: string[] = [];
    const cache = createResponseCache(folder, { onProblem: (text) => problems.push(text) });
    // Root may write where nobody else may: a folder in the place of a shard stops root too.
    const other = fingerprintOf("b");
    await mkdir(join(folder, `replies-${other.slice(7, 9)}.v1.jsonl`));
    await cache.set(other, okReply());
    expect(problems).toHaveLength(1);
    expect(await cache.get(A)).not.toBeNull();
  });
});
