import type { Case, CaseInput } from "../domain/case.ts";
import type { Json, JsonObject } from "../domain/json.ts";
import type { ContentPart, Message } from "../domain/message.ts";
import { requireTexts } from "./require-texts.ts";

const CASE_TEXTS = ["id", "digest"];

export function encodeCase(testCase: Case): string {
  return JSON.stringify({
    schema: "evals.case/1",
    id: testCase.id,
    digest: testCase.digest,
    input: encodeInput(testCase.input),
    expected: testCase.expected,
    tags: testCase.tags,
    cluster: testCase.cluster,
    weight: testCase.weight,
    severity: testCase.severity,
    metadata: testCase.metadata,
    vars: testCase.vars,
  });
}

export function decodeCase(line: JsonObject): Case {
  requireTexts(line, CASE_TEXTS);
  if (line.input === undefined) throw new TypeError('"input" is missing');
  const raw = line as unknown as Omit<Case, "input"> & { input: Json };
  return {
    id: raw.id,
    digest: raw.digest,
    input: decodeInput(raw.input),
    expected: raw.expected,
    tags: raw.tags,
    cluster: raw.cluster,
    weight: raw.weight,
    severity: raw.severity,
    metadata: raw.metadata,
    vars: raw.vars,
  };
}

function encodeInput(input: CaseInput): Json {
  if (!Array.isArray(input)) return input as Json;
  return (input as readonly Message[]).map(({ toolCalls, toolCallId, content, ...message }) => ({
    ...message,
    content: typeof content === "string" ? content : content.map(encodePart),
    ...(toolCalls === undefined ? {} : { tool_calls: toolCalls }),
    ...(toolCallId === undefined ? {} : { tool_call_id: toolCallId }),
  })) as unknown as Json;
}

function encodePart(part: ContentPart) {
  return "data" in part ? { type: part.type, media_type: part.mediaType, data: part.data } : part;
}

function decodeInput(input: Json): CaseInput {
  if (!Array.isArray(input)) return input as CaseInput;
  return input.map((item) => {
    const { tool_calls, tool_call_id, content, ...message } = item as JsonObject;
    return {
      ...message,
      content: Array.isArray(content) ? content.map((part) => decodePart(part as JsonObject)) : content,
      ...(tool_calls === undefined ? {} : { toolCalls: tool_calls }),
      ...(tool_call_id === undefined ? {} : { toolCallId: tool_call_id }),
    };
  }) as unknown as readonly Message[];
}

function decodePart(part: JsonObject) {
  return "data" in part ? { type: part.type, mediaType: part.media_type, data: part.data } : part;
}
