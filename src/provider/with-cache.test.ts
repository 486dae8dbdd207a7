import { chmod, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Provider } from "../domain/provider.ts";
import { aCall, anError, errorReply, okReply, request, scripted } from "./__fixtures__/calls.ts";
import { createResponseCache } from "./response-cache/create-response-cache.ts";
import { withCache } from "./with-cache.ts";

const KEY = `sha256:${"ab12".repeat(16)}`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "evals-cache-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const ask = (provider: Provider, fingerprint = KEY) => provider.call(request, aCall(fingerprint).context);

describe("a hit", () => {
  it("replays latency, usage, cost and attempts, and calls nothing", async () => {
    const first = okReply({ latencyMs: 123.45, firstTokenMs: 7, costUsd: 0.25, queueMs: 99 });
    const inner = scripted(first, okReply({ latencyMs: 1 }));
    expect(await ask(withCache(inner, createResponseCache(folder), "use"))).toEqual(first);
    // Another process sees it: the cache is the folder.
    const again = await ask(withCache(inner, createResponseCache(folder), "use"));
    expect(again).toEqual({ ...first, cached: true, queueMs: 0 });
    expect(inner.calls).toBe(1);
  });

  it("keeps what is unknown unknown", async () => {
    const first = okReply({ latencyMs: null, firstTokenMs: null, costUsd: null });
    const provider = withCache(scripted(first), createResponseCache(folder), "use");
    await ask(provider);
    expect(await ask(provider)).toEqual({ ...first, cached: true });
  });

  it("is of the same fingerprint alone", async () => {
    const inner = scripted(okReply());
    const provider = withCache(inner, createResponseCache(folder), "use");
    await ask(provider);
    expect((await ask(provider, `sha256:${"ab13".repeat(16)}`)).cached).toBe(false);
    expect(inner.calls).toBe(2);
  });
});

describe("a miss", () => {
  it("is every call of a refresh, whose replies are kept", async () => {
    const cache = createResponseCache(folder);
    const inner = scripted(okReply({ latencyMs: 1 }), okReply({ latencyMs: 2 }));
    await ask(withCache(inner, cache, "use"));
    expect(await ask(withCache(inner, cache, "refresh"))).toMatchObject({ latencyMs: 2, cached: false });
    expect(await ask(withCache(inner, cache, "use"))).toMatchObject({ latencyMs: 2, cached: true });
  });

  it("is what failed before: errors are not kept", async () => {
    const inner = scripted(errorReply(anError("server")), okReply());
    const provider = withCache(inner, createResponseCache(folder), "use");
    expect([(await ask(provider)).status, (await ask(provider)).status]).toEqual(["error", "ok"]);
    expect(inner.calls).toBe(2);
  });
});

describe("a folder that cannot be used", () => {
  it("fails no call", async () => {
    const occupied = join(folder, "a-file");
    await writeFile(occupied, "");
    const inner = scripted(okReply());
    const provider = withCache(inner, createResponseCache(join(occupied, "cache")), "use");
    expect([(await ask(provider)).status, (await ask(provider)).status]).toEqual(["ok", "ok"]);
    expect(inner.calls).toBe(2);
  });

  it.skipIf(process.getuid?.() === 0)("fails no call where writing is not allowed", async () => {
    await chmod(folder, 0o500);
    expect((await ask(withCache(scripted(okReply()), createResponseCache(folder), "use"))).status).toBe("ok");
    await chmod(folder, 0o700);
    expect(await readdir(folder)).toEqual([]);
  });
});
