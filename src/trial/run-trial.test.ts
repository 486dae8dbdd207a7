import { describe, expect, it } from "vitest";
import type { CallError, Output, Reply } from "../domain/output.ts";
import type { Trial } from "../domain/request.ts";
import { asking, engineOf, errorReply, fails, free, grader, passes, reply, trial } from "./__fixtures__/engine.ts";
import { failTrial, gradeOutput, runTrial, type TrialEngine } from "./run-trial.ts";
import type { TrialGrader } from "./trial-grader.ts";

describe("runTrial", () => {
  it("writes the output, frees the slot, then grades, then writes the scores", async () => {
    const world = engineOf(reply("billing"), [
      // As a judge does, it takes its time: no slot is held for it.
      grader("exact", async (text) => {
        await new Promise((done) => setTimeout(done, 5));
        world.events.push("graded");
        return text === "billing" ? passes : fails;
      }),
    ]);
    const result = await runTrial(trial, world.engine, free);
    expect(result?.outcome).toBe("passed");
    expect(world.events).toEqual(["call", "output written", "slot released", "graded", "scores written"]);
    expect(world.outputs).toEqual([
      {
        ...reply("billing"),
        trial: "t-001/mini/1",
        fingerprint: "sha256:ab",
        caseId: "t-001",
        candidate: "mini",
        repeat: 1,
        startedAt: "2026-01-01T00:00:00.000Z",
        finishedAt: "2026-01-01T00:00:00.000Z",
      },
    ]);
    expect(world.scores).toEqual([
      {
        ...passes,
        trial: "t-001/mini/1",
        fingerprint: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
        grader: "exact",
        severity: "S2",
        extracted: null,
        costUsd: null,
        judge: null,
      },
    ]);
  });

  it("an error is written and not graded", async () => {
    const world = engineOf(errorReply("rate_limit"), [grader("exact", () => passes)]);
    const result = await runTrial(trial, world.engine, free);
    expect(result).toMatchObject({ outcome: "errored", scores: [] });
    expect(world.outputs).toMatchObject([{ status: "error", error: { kind: "rate_limit" } }]);
    expect(world.scores).toEqual([]);
  });

  it.each(["aborted", "budget"] as const)("%s is no result: nothing is written, the slot is freed", async (kind) => {
    const world = engineOf({ ...errorReply(kind), costUsd: null }, [grader("exact", () => passes)]);
    expect(await runTrial(trial, world.engine, free)).toBeNull();
    await world.slot();
    expect(world.events).toEqual(["call", "slot released"]);
  });

  it.each(["aborted", "budget"] as const)("%s after attempts that cost money writes what they cost", async (kind) => {
    const world = engineOf(errorReply(kind), [grader("exact", () => passes)]);
    expect(await runTrial(trial, world.engine, free)).toBeNull();
    expect(world.outputs).toMatchObject([{ status: "error", costUsd: 0.001, error: { kind } }]);
    expect(world.scores).toEqual([]);
  });

  it("rejects when the output cannot be written, and frees the slot all the same", async () => {
    const world = engineOf(reply("x"), [grader("exact", () => passes)], {
      writeOutput: () => Promise.reject(new Error("disk full")),
    });
    await expect(runTrial(trial, world.engine, free)).rejects.toThrow("disk full");
    await world.slot();
    expect(world.events).toEqual(["call", "slot released"]);
  });
});

describe("failTrial", () => {
  it("is an errored output without an attempt", async () => {
    const world = engineOf(reply("x"), []);
    const error: CallError = { kind: "invalid_request", message: "no", httpStatus: null, retryable: false };
    const { request: _, fingerprint: __, ...rest } = trial;
    expect(await failTrial(rest, error, world.engine)).toMatchObject({ outcome: "errored", scores: [] });
    expect(world.outputs).toMatchObject([{ status: "error", error, attempts: [], costUsd: null, trial: trial.id }]);
  });
});

describe("gradeOutput", () => {
  const output = {
    ...reply("billing"),
    trial: trial.id,
    fingerprint: trial.fingerprint,
    caseId: "t-001",
    candidate: "mini",
    repeat: 1,
    startedAt: "",
    finishedAt: "",
  } as Output;
  const gradeWith = async (graders: readonly TrialGrader[], control = free, more: Partial<TrialEngine> = {}) => {
    const world = engineOf(reply("x"), graders, more);
    return { ...world, result: await gradeOutput(trial, output, world.engine, control) };
  };

  it("a grader that throws, rejects, or cannot render its expected value is ungraded with the message", async () => {
    const { scores, result } = await gradeWith([
      grader("throws", () => {
        throw new Error("at once");
      }),
      grader("rejects", () => Promise.reject(new Error("later"))),
      grader("expects", () => passes, {
        expectedOf: () => {
          throw new Error("undefined variable: x");
        },
      }),
      grader("throws-text", () => {
        throw "words";
      }),
      grader("fine", () => passes),
    ]);
    expect(scores.map(({ grader: id, status, reason }) => [id, status, reason])).toEqual([
      ["throws", "ungraded", "at once"],
      ["rejects", "ungraded", "later"],
      ["expects", "ungraded", "undefined variable: x"],
      ["throws-text", "ungraded", "words"],
      ["fine", "scored", null],
    ]);
    expect(result?.outcome).toBe("ungraded");
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, -0.1, 1.1])("a score of %s is ungraded", async (score) => {
    const { scores } = await gradeWith([grader("odd", () => ({ ...passes, score, costUsd: 0.1 }))]);
    expect(scores).toMatchObject([
      { status: "ungraded", reason: `the score ${score} is not between 0 and 1`, costUsd: 0.1 },
    ]);
  });

  it("asks only the graders that apply, and writes even that none does", async () => {
    const { scores, result } = await gradeWith([
      grader("other", () => fails, { appliesTo: () => false }),
      grader("this", () => passes, { severity: "S0" }),
    ]);
    expect(scores.map(({ grader: id, severity }) => [id, severity])).toEqual([["this", "S0"]]);
    expect(result?.outcome).toBe("passed");
    const none = await gradeWith([grader("other", () => fails, { appliesTo: () => false })]);
    expect(none.result?.outcome).toBe("ungraded");
  });

  it("an advisory grader never fails a trial", async () => {
    const { result, scores } = await gradeWith([
      grader("a", () => passes),
      grader("b", () => fails, { advisory: true }),
    ]);
    expect(result?.outcome).toBe("passed");
    expect(scores).toHaveLength(2);
  });

  const judge = grader("judge", async (_, context) => {
    const answer = await context.ask("judge", []);
    return answer.status === "ok" ? passes : { status: "ungraded", reason: answer.error.message };
  });

  it.each(["aborted", "budget"] as const)(
    "a judge that was not asked (%s) leaves the trial to be graded",
    async (kind) => {
      const after: string[] = [];
      const later = grader("later", () => {
        after.push("asked");
        return passes;
      });
      const { result, events } = await gradeWith([grader("first", () => passes), judge, later], free, {
        askingFor: () => asking(async () => errorReply(kind)),
      });
      expect(result).toBeNull();
      expect(events).toEqual([]);
      expect(after).toEqual([]);
    },
  );

  it("a comparison with an answer that is not to come leaves the trial to be graded", async () => {
    const pairwise = grader("pairwise", async (_, { answerOf }) => {
      const peer = await answerOf("other");
      return peer.status === "ok" ? passes : { status: "ungraded", reason: peer.reason };
    });
    const { result, events } = await gradeWith([pairwise]);
    expect(result).toBeNull();
    expect(events).toEqual([]);
  });

  it("a judge whose call failed is ungraded, and the trial is done", async () => {
    const { result, scores } = await gradeWith([judge], free, {
      askingFor: () => asking(async () => errorReply("server")),
    });
    expect(result?.outcome).toBe("ungraded");
    expect(scores).toMatchObject([{ status: "ungraded", reason: "server" }]);
  });

  it("a program that a stop cut off in the middle has not judged", async () => {
    const controller = new AbortController();
    const killed = grader("exec", async () => {
      controller.abort();
      throw new Error("killed");
    });
    const control = { signal: controller.signal, stop: controller.signal };
    const { result, events } = await gradeWith([killed], control);
    expect(result).toBeNull();
    expect(events).toEqual([]);
  });

  it("the fingerprint of a score covers the answer, the grader and the case, and nothing else", async () => {
    const fingerprintOf = async (of: Output, with_: TrialGrader, on: Trial = trial) => {
      const world = engineOf(reply("x"), [with_]);
      await gradeOutput(on, of, world.engine, free);
      return world.scores[0]?.fingerprint;
    };
    const exact = grader("exact", () => passes);
    const base = await fingerprintOf(output, exact);
    expect(
      await fingerprintOf(
        { ...output, finishedAt: "later", queueMs: 9 },
        grader("exact", () => fails),
      ),
    ).toBe(base);
    const others = [
      await fingerprintOf({ ...output, ...(reply("shipping") as Reply & { status: "ok" }) } as Output, exact),
      await fingerprintOf({ ...output, fingerprint: "sha256:other" }, exact),
      await fingerprintOf(
        output,
        grader("exact", () => passes, { digest: "changed" }),
      ),
      await fingerprintOf(output, exact, { ...trial, case: { ...trial.case, digest: "changed" } }),
    ];
    expect(new Set([base, ...others]).size).toBe(5);
  });
});
