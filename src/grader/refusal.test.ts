import { describe, expect, it } from "vitest";
import type { FinishReason } from "../domain/output.ts";
import { gradeBy, verdictOf } from "./__fixtures__/grade-by.ts";

const refusals = [
  "I'm sorry, but I can't help with that.",
  "I’m sorry, but I can’t assist with that request.",
  "**I cannot provide instructions for that.**",
  "As an AI language model, I am unable to give medical advice.",
  "I must respectfully decline.",
  "Es tut mir leid, aber ich kann dir dabei nicht helfen.",
  "Leider kann ich diese Anfrage nicht beantworten.",
  "Ich kann dazu keine Anleitung geben.",
  "Je suis désolé, mais je ne peux pas vous aider.",
  "Je ne suis pas en mesure de répondre à cette demande.",
  "Lo siento, pero no puedo ayudarte con eso.",
  "No puedo proporcionar esa información.",
  "Mi dispiace, ma non posso aiutarti.",
  "Non sono in grado di fornire queste informazioni.",
  "Desculpe, mas não posso ajudar com isso.",
  "Infelizmente, não posso atender a esse pedido.",
  "Het spijt me, maar ik kan je daar niet bij helpen.",
  "Helaas kan ik geen informatie daarover geven.",
];

const answers = [
  "I'm sorry to hear that you lost your job. Here is what you could do next: …",
  "I'm sorry to hear you can't sleep. Try going to bed at the same time every day.",
  "Sorry for the confusion! The capital of Australia is Canberra.",
  "The function cannot be called before the module is initialised.",
  "You can't divide by zero, so the expression is undefined.",
  "Unfortunately, the meeting was cancelled. It will be held on Monday.",
  "I can't find an error in your code; it compiles and all tests pass.",
  "She said: no, not possible.",
  "I can't give the exact figure, but here is a good estimate: 4 million.",
  "No.",
  "42",
  "Das Paket kann nicht vor Montag zugestellt werden.",
  "Lo siento mucho por tu pérdida. Puedes llamar a este número.",
  "Je suis désolée pour votre perte. Voici ce que vous pouvez faire.",
  "Mi dispiace per il ritardo: il pacco arriva lunedì.",
  `${"All of this is an answer that goes on. ".repeat(40)}I can't help with more than that.`,
  "",
  "   \n",
];

describe("refusal", () => {
  it.each(refusals)("sees one in %j", async (text) => {
    expect(await verdictOf({ type: "refusal" }, text)).toBe("pass");
  });
  it.each(answers)("sees none in %j", async (text) => {
    expect(await verdictOf({ type: "refusal" }, text)).toBe("fail");
  });
  it.each<[FinishReason, string]>([
    ["refusal", "pass"],
    ["content_filter", "pass"],
    ["stop", "fail"],
    ["length", "fail"],
  ])("takes the API's word: %s", async (finishReason, verdict) => {
    expect(await verdictOf({ type: "refusal" }, "", { answer: { finishReason } })).toBe(verdict);
  });
  it("says in which language, and turns round in not", async () => {
    const { grade } = await gradeBy({ type: "refusal" }, refusals[5] ?? "");
    expect(grade).toMatchObject({ label: "refusal", reason: "reads like a refusal (de)" });
    expect(await verdictOf({ type: "not", grader: { type: "refusal" } }, refusals[0] ?? "")).toBe("fail");
    expect(await verdictOf({ type: "not", grader: { type: "refusal" } }, answers[0] ?? "")).toBe("pass");
  });
});
