import { type Cut, cutTexts } from "../../base/cut-texts.ts";
import type { Case } from "../../domain/case.ts";
import type { JsonObject } from "../../domain/json.ts";
import type { ContentPart, Message } from "../../domain/message.ts";
import type { Output } from "../../domain/output.ts";
import type { Score } from "../../domain/score.ts";
import type { ViewerCase, ViewerTrial } from "../../domain/viewer.ts";

/** Of one text. */
const MOST_BYTES = 64 << 10;

/** A case for the viewer: texts that are too long are cut, and named with their size. */
export function viewerCase(of: Case, trials: readonly ViewerTrial[]): ViewerCase {
  const cuts: Cut[] = [];
  const cut = <T>(value: T, where: string) => cutTexts(value, where, MOST_BYTES, cuts);
  const { digest: _, ...facts } = of;
  const { input, expected, metadata, vars } = facts;
  return {
    case: {
      ...facts,
      input: cut(Array.isArray(input) ? withoutLargeImages(input, cuts) : input, "input"),
      expected: expected === undefined ? undefined : cut(expected, "expected"),
      metadata: asObject(cut(metadata, "metadata")),
      vars: asObject(cut(vars, "vars")),
    },
    trials: trials.map((trial) => {
      const where = `${trial.candidate}/${trial.repeat}`;
      return {
        ...trial,
        output: trial.output === null ? null : cutOutput(trial.output, where, cut),
        scores: trial.scores.map((score) => cutScore(score, `${where} ${score.grader}`, cut)),
      };
    }),
    cuts,
  };
}

type Cutter = <T>(value: T, where: string) => T | string;

function cutOutput(output: Output, where: string, cut: Cutter): Output {
  if (output.status === "error") {
    const message = cut(output.error.message, `${where} error.message`);
    return { ...output, error: { ...output.error, message } };
  }
  const { answer } = output;
  const text = cut(answer.text, `${where} output.text`);
  const toolCalls = answer.toolCalls.map((call, at) => ({
    ...call,
    arguments: cut(call.arguments, `${where} output.tool_calls[${at}].arguments`),
  }));
  return { ...output, answer: { ...answer, text, toolCalls } };
}

function cutScore(score: Score, where: string, cut: Cutter): Score {
  const { extracted, judge, parts } = score;
  return {
    ...(score.status === "scored"
      ? { ...score, label: cut(score.label, `${where}.label`), reason: cut(score.reason, `${where}.reason`) }
      : { ...score, reason: cut(score.reason, `${where}.reason`) }),
    extracted: cut(extracted, `${where}.extracted`),
    judge: judge === null ? null : { ...judge, reply: cut(judge.reply, `${where}.judge.reply`) },
    ...(parts === undefined ? {} : { parts: cut(parts, `${where}.parts`) }),
  };
}

/** Half an image is none: a line of text says what stood there. */
function withoutLargeImages(messages: readonly Message[], cuts: Cut[]): readonly Message[] {
  const kept = (part: ContentPart, where: string): ContentPart => {
    if (part.type !== "image" || !("data" in part) || part.data.length <= MOST_BYTES) return part;
    cuts.push({ where, bytes: part.data.length });
    return { type: "text", text: `[${part.mediaType}: too large to be shown; it is in cases.jsonl]` };
  };
  return messages.map((message, at) =>
    typeof message.content === "string"
      ? message
      : { ...message, content: message.content.map((part, i) => kept(part, `input[${at}].content[${i}]`)) },
  );
}

function asObject(value: JsonObject | string): JsonObject {
  return typeof value === "string" ? { "(cut)": value } : value;
}
