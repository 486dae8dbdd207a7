import { describe, expect, it } from "vitest";
import type { Output } from "../domain/output.ts";
import { PeerAnswers } from "./peer-answers.ts";

const never = new AbortController().signal;
const place = { caseId: "c/1", repeat: 1 };

function output(text: string, candidate = "rules"): Output {
  return {
    status: "ok",
    answer: { text, toolCalls: [], finishReason: "stop", rawFinishReason: null, responseId: null },
    usage: {
      inputTokens: null,
      outputTokens: null,
      cacheReadTokens: null,
      cacheWriteTokens: null,
      reasoningTokens: null,
    },
    costUsd: null,
    queueMs: 0,
    cached: false,
    attempts: [],
    latencyMs: 1,
    firstTokenMs: null,
    trial: `${place.caseId}/${candidate}/1`,
    fingerprint: "",
    candidate,
    startedAt: "",
    finishedAt: "",
    ...place,
  };
}

const textOf = (answer: Awaited<ReturnType<PeerAnswers["answerOf"]>>) =>
  answer.status === "ok" ? answer.answer.text : answer.reason;

describe("PeerAnswers", () => {
  it("gives an answer to whoever waits for it, before and after it has come", async () => {
    const peers = new PeerAnswers(["rules"], ["rules", "mini", "haiku"]);
    const early = peers.answerOf("rules", place, never);
    peers.put(output("billing"));
    peers.leave(place, "rules");
    expect(textOf(await early)).toBe("billing");
    peers.leave(place, "mini");
    // The last candidate is not through: the answer is still held.
    expect(textOf(await peers.answerOf("rules", place, never))).toBe("billing");
    peers.leave(place, "haiku");
  });

  it("says so when the other has no answer", async () => {
    const peers = new PeerAnswers(["rules"], ["rules", "mini"]);
    const waiting = peers.answerOf("rules", place, never);
    peers.leave(place, "rules");
    expect(await waiting).toMatchObject({ status: "none", stopped: true });
    expect(await peers.answerOf("nobody", place, never)).toEqual({
      status: "none",
      reason: "the candidate nobody is not in this run",
    });
    const error = { kind: "server", message: "down", httpStatus: 500, retryable: true } as const;
    const { answer: _, latencyMs: __, firstTokenMs: ___, ...facts } = output("") as Output & { status: "ok" };
    const other = new PeerAnswers(["rules"], ["rules", "mini"]);
    other.put({ ...facts, status: "error", error });
    expect(await other.answerOf("rules", place, never)).toEqual({
      status: "none",
      reason: "rules errored: server: down",
    });
  });

  it("ends the wait when the run is stopped, but gives what is there", async () => {
    const stop = new AbortController();
    const peers = new PeerAnswers(["rules"], ["rules", "mini"]);
    const waiting = peers.answerOf("rules", place, stop.signal);
    stop.abort();
    expect(await waiting).toMatchObject({ status: "none", stopped: true });
    peers.put(output("billing"));
    expect(textOf(await peers.answerOf("rules", place, stop.signal))).toBe("billing");
  });

  it("reads an answer that is on disk only when it is asked for, and once", async () => {
    let reads = 0;
    const read = async () => {
      reads += 1;
      return output("from disk");
    };
    const peers = new PeerAnswers(["rules"], ["rules", "mini", "haiku"]);
    peers.putLazily(place, "rules", read);
    peers.leave(place, "rules");
    expect(reads).toBe(0);
    expect(textOf(await peers.answerOf("rules", place, never))).toBe("from disk");
    expect(textOf(await peers.answerOf("rules", place, never))).toBe("from disk");
    expect(reads).toBe(1);
  });

  it("holds nothing where nobody is compared", async () => {
    const peers = new PeerAnswers([], ["rules", "mini"]);
    expect(peers.needed).toBe(false);
    peers.put(output("billing"));
    peers.leave(place, "rules");
    expect(await Promise.race([peers.answerOf("rules", place, never), Promise.resolve("waits")])).toBe("waits");
  });
});
