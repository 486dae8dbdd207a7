import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Reply } from "../domain/output.ts";
import type { Provider } from "../domain/provider.ts";
import type { ModelRequest } from "../domain/request.ts";
import { aCall, anError, errorReply, manual, okReply, request, scripted } from "./__fixtures__/calls.ts";
import { FakeClock, settled } from "./__fixtures__/fake-clock.ts";
import { noCall } from "./no-call.ts";
import { Budget, withBudget } from "./with-budget.ts";

const clock = new FakeClock();
const boundOf = ({ params }: ModelRequest) => Number(params.bound);
const costing = (bound: number): ModelRequest => ({ ...request, params: { bound } });

function spend(provider: Provider, bound: number): { readonly state: { reply: Reply | null } } {
  const state: { reply: Reply | null } = { reply: null };
  void provider.call(costing(bound), aCall().context).then((reply) => {
    state.reply = reply;
  });
  return { state };
}

async function refused(provider: Provider, bound: number): Promise<boolean> {
  const reply = await provider.call(costing(bound), aCall().context);
  return reply.status === "error" && reply.error.kind === "budget";
}

describe("a refusal", () => {
  it("is a typed error that is not retried, of a call that was not made", async () => {
    const budget = new Budget(1);
    const inner = scripted(okReply());
    const reply = await withBudget(inner, budget, boundOf, clock).call(costing(1.5), aCall().context);
    expect(reply).toEqual(
      noCall({ kind: "budget", message: "the budget of $1 is used up", httpStatus: null, retryable: false }),
    );
    expect([inner.calls, budget.reached]).toEqual([0, true]);
  });

  it("comes when what is left is too little, not before", async () => {
    const budget = new Budget(1);
    const provider = withBudget(scripted(okReply({ costUsd: 0.3 })), budget, boundOf, clock);
    expect(await refused(provider, 0.4)).toBe(false);
    expect(await refused(provider, 0.4)).toBe(false);
    expect(budget.reached).toBe(false);
    // $0.40 is left.
    expect(await refused(provider, 0.5)).toBe(true);
    expect(budget.reached).toBe(true);
    expect(await refused(provider, 0.4)).toBe(false);
  });

  it("does not come from the rounding of sums", async () => {
    const provider = withBudget(scripted(okReply({ costUsd: 0.1 })), new Budget(0.3), boundOf, clock);
    expect([await refused(provider, 0.1), await refused(provider, 0.1), await refused(provider, 0.1)]).toEqual([
      false,
      false,
      false,
    ]);
    expect(await refused(provider, 0.0001)).toBe(true);
  });

  it("of a budget of nothing meets all but what is free", async () => {
    const provider = withBudget(scripted(okReply({ costUsd: 0 })), new Budget(0), boundOf, clock);
    expect([await refused(provider, 0), await refused(provider, 0.01)]).toEqual([false, true]);
  });
});

describe("a settlement", () => {
  /** What is left of $1 after one call that reserved $0.60, to a cent. */
  async function leftAfter(reply: Reply): Promise<number> {
    const budget = new Budget(1);
    await withBudget(scripted(reply), budget, boundOf, clock).call(costing(0.6), aCall().context);
    for (let cents = 100; cents > 0; cents--) {
      const trial = new Budget(1);
      await withBudget(scripted(reply), trial, boundOf, clock).call(costing(0.6), aCall().context);
      if (await trial.reserve(cents / 100)) return cents;
    }
    return 0;
  }

  it.each<[string, Reply, number]>([
    ["at what it cost", okReply({ costUsd: 0.2 }), 80],
    ["at its reservation where the usage is unknown", okReply({ costUsd: null }), 40],
    ["at its reservation for a failure of unknown usage", errorReply(anError("timeout", true)), 40],
    ["at what a failure is known to have cost", errorReply(anError("server", true), { costUsd: 0.1 }), 90],
    ["at nothing for a replay", okReply({ cached: true, costUsd: 0.5 }), 100],
    ["at nothing for what was never sent", noCall(anError("aborted")), 100],
    ["at what it cost where that is more than was reserved", okReply({ costUsd: 0.9 }), 10],
  ])("is %s", async (_name, reply, cents) => {
    expect(await leftAfter(reply)).toBe(cents);
  });

  it("is at the reservation where a provider wrongly rejects", async () => {
    const budget = new Budget(1);
    const broken: Provider = { call: () => Promise.reject(new Error("broken")) };
    const call = withBudget(broken, budget, boundOf, clock).call(costing(0.6), aCall().context);
    await expect(call).rejects.toThrow("broken");
    expect([await budget.reserve(0.4), await new Budget(1).reserve(1.1)]).toEqual([true, false]);
  });
});

describe("what does not fit now", () => {
  it("waits for what others give back, and says how long", async () => {
    const time = new FakeClock();
    const inner = manual();
    const budget = new Budget(1);
    const provider = withBudget(inner.provider, budget, boundOf, time);
    const calls = [spend(provider, 0.6), spend(provider, 0.6), spend(provider, 0.6)];
    await time.advance(100);
    expect([inner.started, budget.reached]).toEqual([1, false]);
    inner.answer(okReply({ costUsd: 0.01 }));
    await settled();
    expect(inner.started).toBe(2);
    inner.answer(okReply({ costUsd: 0.01, queueMs: 5 }));
    await settled();
    expect(inner.started).toBe(3);
    expect(calls.map(({ state }) => state.reply?.queueMs)).toEqual([0, 105, undefined]);
  });

  it("is refused when nobody is left to give back", async () => {
    const inner = manual();
    const budget = new Budget(1);
    const provider = withBudget(inner.provider, budget, boundOf, clock);
    const first = spend(provider, 0.6);
    const second = spend(provider, 0.6);
    await settled();
    inner.answer(okReply({ costUsd: 0.6 }));
    await settled();
    expect(first.state.reply?.status).toBe("ok");
    expect(second.state.reply).toMatchObject({ status: "error", error: { kind: "budget" } });
    expect(budget.reached).toBe(true);
  });

  it("keeps its turn: what is small does not overtake it for ever", async () => {
    const inner = manual();
    const provider = withBudget(inner.provider, new Budget(1), boundOf, clock);
    spend(provider, 0.5);
    const large = spend(provider, 0.9);
    const small = spend(provider, 0.1);
    const free = spend(provider, 0);
    await settled();
    // What is free needs nobody's turn.
    expect(inner.started).toBe(2);
    inner.answer(okReply({ costUsd: 0.05 }));
    await settled();
    inner.answer(okReply({ costUsd: 0 }));
    await settled();
    expect([inner.started, free.state.reply?.status]).toEqual([3, "ok"]);
    inner.answer(okReply({ costUsd: 0.05 }));
    await settled();
    expect(large.state.reply?.status).toBe("ok");
    inner.answer(okReply({ costUsd: 0 }));
    await settled();
    expect(small.state.reply?.status).toBe("ok");
  });
});

it("never reserves more than its limit, whatever calls cost, fail and finish", async () => {
  const cents = (max: number) => fc.integer({ min: 0, max }).map((count) => count / 100);
  const oneCall = fc.record({
    bound: cents(60),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    outcome: fc.constantFrom("ok", "ok", "unknown", "error", "cached", "aborted", "reject"),
    turns: fc.integer({ min: 0, max: 12 }),
  });
  await fc.assert(
    fc.asyncProperty(cents(300), fc.array(oneCall, { maxLength: 40 }), async (limit, calls) => {
      const budget = new Budget(limit);
      let reserved = 0;
      let spent = 0;
      let refusals = 0;
      const replies = await Promise.allSettled(
        calls.map(({ bound, share, outcome, turns }) => {
          const inner: Provider = {
            async call() {
              reserved += bound;
              expect(reserved + spent).toBeLessThanOrEqual(limit + 1e-6);
              for (let turn = 0; turn < turns; turn++) await null;
              reserved -= bound;
              if (outcome === "cached") return okReply({ cached: true, costUsd: bound });
              if (outcome === "aborted") return noCall(anError("aborted"));
              const cost = outcome === "ok" || outcome === "error" ? bound * share : null;
              spent += cost ?? bound;
              if (outcome === "reject") throw new Error("broken");
              return outcome === "ok" || outcome === "unknown"
                ? okReply({ costUsd: cost })
                : errorReply(anError("server", true), { costUsd: cost });
            },
          };
          return withBudget(inner, budget, boundOf, clock).call(costing(bound), aCall().context);
        }),
      );
      // Nobody waits for ever, and a refusal is what makes the budget count as reached.
      for (const one of replies) {
        if (one.status === "rejected") expect(one.reason).toEqual(new Error("broken"));
        else if (one.value.status === "error" && one.value.error.kind === "budget") refusals += 1;
      }
      expect(replies).toHaveLength(calls.length);
      expect(budget.reached).toBe(refusals > 0);
      expect(spent).toBeLessThanOrEqual(limit + 1e-6);
      const left = limit - spent;
      expect(await budget.reserve(Math.max(0, left - 1e-6))).toBe(true);
      if (left > 0) expect(await new Budget(left).reserve(left + 1e-6)).toBe(false);
    }),
    { numRuns: 300 },
  );
});
