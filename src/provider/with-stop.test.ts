import { describe, expect, it } from "vitest";
import type { CallError, Reply } from "../domain/output.ts";
import type { Provider } from "../domain/provider.ts";
import { aCall, anError, errorReply, manual, okReply, request, scripted } from "./__fixtures__/calls.ts";
import { settled } from "./__fixtures__/fake-clock.ts";
import { noCall } from "./no-call.ts";
import { Stopper, withStop } from "./with-stop.ts";

function stopping(inner: Provider) {
  const told: CallError[] = [];
  const stopper = new Stopper((error) => told.push(error));
  return { provider: withStop(inner, stopper), told, stopper };
}
const call = (provider: Provider): Promise<Reply> => provider.call(request, aCall().context);

describe("a model is stopped", () => {
  it.each(["auth", "not_found"] as const)("by %s, after a success too", async (kind) => {
    const inner = scripted(okReply(), errorReply(anError(kind)));
    const { provider, told } = stopping(inner);
    const replies = [await call(provider), await call(provider), await call(provider), await call(provider)];
    expect(replies.map(({ status }) => status)).toEqual(["ok", "error", "error", "error"]);
    expect(inner.calls).toBe(2);
    expect(replies[3]).toEqual(noCall(anError(kind)));
    expect(told).toEqual([anError(kind)]);
  });

  it("by a refused parameter, as long as nothing has succeeded", async () => {
    const inner = scripted(errorReply(anError("server")), errorReply(anError("invalid_request")), okReply());
    const { provider, told } = stopping(inner);
    for (let count = 0; count < 5; count++) await call(provider);
    expect(inner.calls).toBe(2);
    expect(told).toEqual([anError("invalid_request")]);
  });

  it("and it is told once, however many are in flight", async () => {
    const inner = manual();
    const { provider, told } = stopping(inner.provider);
    const calls = Array.from({ length: 20 }, () => call(provider));
    await settled();
    for (let count = 0; count < 20; count++) inner.answer(errorReply(anError(count === 0 ? "auth" : "not_found")));
    const replies = await Promise.all(calls);
    expect(told).toEqual([anError("auth")]);
    // Those that were sent say what they were told themselves.
    expect(replies.filter(({ attempts }) => attempts.length === 1)).toHaveLength(20);
  });

  it("and no other", async () => {
    const bad = stopping(scripted(errorReply(anError("auth"))));
    const good = stopping(scripted(okReply()));
    await call(bad.provider);
    expect([(await call(bad.provider)).status, (await call(good.provider)).status]).toEqual(["error", "ok"]);
  });

  it("at each of the places that share a stopper", async () => {
    const { provider, stopper } = stopping(scripted(errorReply(anError("auth"))));
    const inner = scripted(okReply());
    await call(provider);
    expect((await call(withStop(inner, stopper))).status).toBe("error");
    expect(inner.calls).toBe(0);
  });
});

describe("a model is not stopped", () => {
  it("by a 400 after a success: it is about that case", async () => {
    const inner = scripted(okReply(), errorReply(anError("invalid_request")), okReply());
    const { provider, told } = stopping(inner);
    for (let count = 0; count < 4; count++) await call(provider);
    expect(inner.calls).toBe(4);
    expect(told).toEqual([]);
  });

  it.each([
    "rate_limit",
    "overloaded",
    "server",
    "network",
    "timeout",
    "bad_response",
    "budget",
    "aborted",
    "no_recorded_output",
  ] as const)("by %s", async (kind) => {
    const inner = scripted(errorReply(anError(kind)));
    const { provider, told } = stopping(inner);
    for (let count = 0; count < 3; count++) await call(provider);
    expect([inner.calls, told.length]).toEqual([3, 0]);
  });
});
