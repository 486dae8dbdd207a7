import { describe, expect, it } from "vitest";
import type { JsonObject } from "../domain/json.ts";
import { callAdapter, FULL_CASE, failureOf, makeAdapter } from "./__fixtures__/programs.ts";
import type { Sent } from "./adapter.ts";
import { simulated } from "./simulated.ts";

async function draw(options: JsonObject, n: number, id = "m"): Promise<Sent[]> {
  const adapter = await makeAdapter(simulated, options, { id });
  return Promise.all(
    Array.from({ length: n }, (_, i) =>
      callAdapter(adapter, { case: { ...FULL_CASE, id: `c-${i}`, expected: "yes" } }),
    ),
  );
}

describe("simulated", () => {
  it("draws the same for equal seed, model, case and repeat, and differently otherwise", async () => {
    const options = { accuracy: 0.5 };
    const one = await draw(options, 50);
    expect(await draw(options, 50)).toEqual(one);
    expect(await draw(options, 50, "other")).not.toEqual(one);
    const adapter = await makeAdapter(simulated, options);
    const latency = async (more: object) => (await callAdapter(adapter, more)).latencyMs;
    const base = await latency({ seed: 1, repeat: 1 });
    expect(await latency({ seed: 1, repeat: 1 })).toBe(base);
    expect(await latency({ seed: 2, repeat: 1 })).not.toBe(base);
    expect(await latency({ seed: 1, repeat: 2 })).not.toBe(base);
  });

  it("answers right at the rate it states, else from the wrong answers", async () => {
    const texts = (await draw({ accuracy: 0.7, wrong: ["no", "yes", "perhaps"] }, 4_000)).map(
      (sent) => sent.answer.text,
    );
    const right = texts.filter((text) => text === "yes").length / texts.length;
    // 4 standard errors.
    expect(Math.abs(right - 0.7)).toBeLessThan(0.03);
    expect(new Set(texts)).toEqual(new Set(["yes", "no", "perhaps"]));
  });

  it("says the expected answer as text, and never says it by chance when wrong", async () => {
    const right = await makeAdapter(simulated, { accuracy: 1 });
    expect((await callAdapter(right, { case: { ...FULL_CASE, expected: { a: [1] } } })).answer.text).toBe('{"a":[1]}');
    const wrong = await makeAdapter(simulated, { accuracy: 0, wrong: ["x"] });
    expect((await callAdapter(wrong, { case: { ...FULL_CASE, expected: "x" } })).answer.text).toBe("not x");
  });

  it("draws latencies with the quantiles it states, and does not wait", async () => {
    const started = performance.now();
    const sent = await draw({ latency: { p50_ms: 60_000, p95_ms: 240_000 }, first_token: 0.25 }, 4_000);
    expect(performance.now() - started).toBeLessThan(60_000);
    const sorted = sent.map((one) => one.latencyMs ?? Number.NaN).sort((a, b) => a - b);
    expect(Math.abs((sorted[2_000] ?? 0) / 60_000 - 1)).toBeLessThan(0.08);
    expect(Math.abs((sorted[3_800] ?? 0) / 240_000 - 1)).toBeLessThan(0.12);
    for (const one of sent.slice(0, 20)) expect(one.firstTokenMs).toBeCloseTo((one.latencyMs ?? 0) / 4, 1);
  });

  it("fails at the rate it states, without changing what the others answer", async () => {
    const adapter = await makeAdapter(simulated, { error_rate: 0.3, error_kind: "overloaded" });
    const calm = await makeAdapter(simulated, {});
    let failed = 0;
    for (let i = 0; i < 1_000; i++) {
      const context = { case: { ...FULL_CASE, id: `c-${i}` } };
      const sent = await callAdapter(adapter, context).catch(() => null);
      if (sent === null) failed++;
      else expect(sent).toEqual(await callAdapter(calm, context));
    }
    expect(Math.abs(failed / 1_000 - 0.3)).toBeLessThan(0.06);
    const always = await makeAdapter(simulated, { error_rate: 1, error_kind: "overloaded" });
    expect((await failureOf(callAdapter(always))).error).toEqual({
      kind: "overloaded",
      message: "simulated error",
      httpStatus: null,
      retryable: false,
    });
  });

  it("knows no tokens unless they are stated", async () => {
    const [unknown] = await draw({}, 1);
    const [known] = await draw({ tokens: { input: 10, output: 0 } }, 1);
    expect(unknown?.usage).toMatchObject({ inputTokens: null, outputTokens: null });
    expect(known?.usage).toMatchObject({ inputTokens: 10, outputTokens: 0, cacheReadTokens: null });
  });

  it("takes its time when told to, tells of the first token, and stops when aborted", async () => {
    const adapter = await makeAdapter(simulated, { wait: true, latency: { p50_ms: 60, p95_ms: 60 }, first_token: 0.5 });
    const started = performance.now();
    let first = 0;
    const sent = await callAdapter(adapter, { firstToken: () => (first = performance.now() - started) });
    expect(performance.now() - started).toBeGreaterThan(55);
    expect(first).toBeGreaterThan(25);
    expect(sent).not.toHaveProperty("latencyMs");
    const slow = await makeAdapter(simulated, { wait: true, latency: { p50_ms: 60_000, p95_ms: 60_000 } });
    await expect(callAdapter(slow, { signal: AbortSignal.timeout(50) })).rejects.toThrow("aborted");
  });
});
