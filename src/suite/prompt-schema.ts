import * as z from "zod";
import { anyObject, text, whenMissing } from "./schema-parts.ts";

const part = () =>
  z.discriminatedUnion("type", [
    z.strictObject({ type: z.literal("text"), text: z.string().describe("A Liquid template") }),
    z.strictObject({
      type: z.literal("image"),
      path: text().optional().describe("An image file, from the suite's folder"),
      url: text().optional().describe("An image that the API fetches"),
    }),
  ]);

const content = () =>
  z.union(
    [
      z.string().describe("A Liquid template"),
      z.strictObject({ file: text().describe("A file that holds the text, from the suite's folder") }),
      z.array(part()).min(1),
    ],
    {
      error: (issue) =>
        issue.input === undefined ? 'e.g. content: "{{ input }}"' : "expected text, { file: … } or a list of parts",
    },
  );

const message = () =>
  z.union(
    [
      z.literal("input").describe("The case's own messages stand here"),
      z.strictObject({ role: z.enum(["system", "user", "assistant"]), content: content(), name: text().optional() }),
    ],
    { error: () => "expected a message { role, content } or the word input" },
  );

/** A list of messages: what `messages:` takes, and what a prompt file of YAML or JSON holds. */
export const messagesSchema = () => z.array(message()).min(1);

const tool = () =>
  z.strictObject({
    name: text(),
    description: z.string().optional(),
    parameters: anyObject().optional().describe("JSON Schema of the arguments"),
    strict: z.boolean().optional(),
  });

const toolChoice = () =>
  z.union([z.enum(["auto", "none", "required"]), z.strictObject({ name: text() })], {
    error: () => "expected auto, none, required or { name: <tool> }",
  });

const outputSchema = () =>
  z.union(
    [
      text().describe("Path of a JSON Schema file"),
      z.strictObject({
        name: text().optional(),
        schema: z
          .union([text(), anyObject()], whenMissing("a JSON Schema or the path of one"))
          .describe("JSON Schema, or the path of one"),
        strict: z.boolean().optional().describe("Default: true"),
      }),
      z.looseObject({ type: z.literal("object") }).describe("A JSON Schema"),
    ],
    { error: () => "expected a JSON Schema, the path of one, or { name, schema, strict }" },
  );

/** What may stand on a prompt, or on the suite for all of them. */
export const sendingShape = () => ({
  tools: z.array(tool()).optional().describe("Tools that the model may call, sent in each API's own form"),
  tool_choice: toolChoice().optional().describe("auto, none, required, or { name }"),
  output_schema: outputSchema().optional().describe("The shape an answer must have: JSON Schema, inline or a path"),
});

export const promptSchema = () =>
  z.strictObject({
    id: text(),
    messages: messagesSchema().optional().describe("Messages; their texts are Liquid templates"),
    file: text().optional().describe(".md, .txt: one user message; .yaml, .json: a list of messages"),
    ...sendingShape(),
  });

export type ContentShape = z.infer<ReturnType<typeof content>>;
export type MessageShape = z.infer<ReturnType<typeof message>>;
export type PromptShape = z.infer<ReturnType<typeof promptSchema>>;
export type OutputSchemaShape = z.infer<ReturnType<typeof outputSchema>>;
export type SendingShape = Pick<PromptShape, "tools" | "tool_choice" | "output_schema">;
