import { compileTemplate, type Template, TemplateError } from "../base/template.ts";
import type { Case } from "../domain/case.ts";
import type { JsonObject } from "../domain/json.ts";
import type { ContentPart, Message, Role } from "../domain/message.ts";
import type { ModelRequest } from "../domain/request.ts";
import type { Candidate, ContentTemplate, MessageTemplate, PromptSpec } from "../domain/suite.ts";

/** Reads an image file; passed in, because rendering itself touches no disk. */
export type ReadImage = (path: string) => { readonly mediaType: string; readonly data: string };

/** A template that cannot be rendered for a case: the message names the place in the prompt. */
export class RenderError extends Error {
  readonly path: string;

  constructor(path: string, message: string) {
    super(message);
    this.name = "RenderError";
    this.path = path;
  }
}

export interface Renderer {
  /** Throws `RenderError`. */
  render(testCase: Case): ModelRequest;
}

/** Compiles a candidate's prompt once; rendering is then a pure function of the case. */
export function createRenderer(candidate: Candidate, suiteVars: JsonObject, readImage: ReadImage): Renderer {
  const { prompt, model } = candidate;
  const compiled =
    prompt === null ? null : prompt.messages.map((message, index) => compileMessage(prompt, message, index, readImage));
  return {
    render: (testCase) => ({
      messages:
        compiled === null
          ? bareMessages(testCase)
          : renderMessages(compiled, testCase, templateVars(testCase, suiteVars)),
      input: testCase.input,
      params: model.params,
      tools: prompt?.tools ?? [],
      toolChoice: prompt?.toolChoice ?? null,
      outputSchema: prompt?.outputSchema ?? null,
    }),
  };
}

/** What a template sees, the nearest first: the case's own fields, its variables, an object input's keys, the suite's. */
export function templateVars(testCase: Case, suiteVars: JsonObject): JsonObject {
  const { input } = testCase;
  const inputVars = typeof input === "object" && !Array.isArray(input) ? (input as JsonObject) : {};
  return {
    ...suiteVars,
    ...inputVars,
    ...testCase.vars,
    id: testCase.id,
    input: typeof input === "string" ? input : (input as JsonObject),
    tags: [...testCase.tags],
    metadata: testCase.metadata,
  };
}

/** Without a prompt the input is sent as it is: text as one user message, messages as they are, an object as JSON. */
function bareMessages({ input }: Case): readonly Message[] {
  if (typeof input === "string") return [{ role: "user", content: input }];
  if (Array.isArray(input)) return input as readonly Message[];
  return [{ role: "user", content: JSON.stringify(input) }];
}

interface CompiledMessage {
  readonly role: Role;
  readonly name: string | undefined;
  readonly content: (vars: JsonObject) => string | readonly ContentPart[];
}

function compileMessage(
  prompt: PromptSpec,
  message: MessageTemplate | "input",
  index: number,
  readImage: ReadImage,
): CompiledMessage | "input" {
  if (message === "input") return "input";
  const path = `prompts[${prompt.id}].messages[${index}].content`;
  const { role, name, content } = message;
  if (typeof content === "string") return { role, name, content: compileText(content, path) };
  const parts = content.map((part, at) => compilePart(part, `${path}[${at}]`, readImage));
  return { role, name, content: (vars) => parts.map((part) => part(vars)) };
}

function compilePart(part: ContentTemplate, path: string, readImage: ReadImage): (vars: JsonObject) => ContentPart {
  if (part.type === "text") {
    const text = compileText(part.text, path);
    return (vars) => ({ type: "text", text: text(vars) });
  }
  if ("url" in part) {
    const url = compileText(part.url, path);
    return (vars) => ({ type: "image", url: url(vars) });
  }
  const file = compileText(part.path, path);
  return (vars) => {
    const rendered = file(vars);
    try {
      return { type: "image", ...readImage(rendered) };
    } catch (error) {
      throw new RenderError(path, `image ${rendered} cannot be read: ${(error as Error).message}`);
    }
  };
}

function compileText(source: string, path: string): (vars: JsonObject) => string {
  const template: Template = compileTemplate(source);
  return (vars) => {
    try {
      return template.render(vars);
    } catch (error) {
      if (error instanceof TemplateError) throw new RenderError(path, error.message);
      throw error;
    }
  };
}

function renderMessages(
  compiled: readonly (CompiledMessage | "input")[],
  testCase: Case,
  vars: JsonObject,
): readonly Message[] {
  return compiled.flatMap((message): readonly Message[] => {
    if (message === "input") return bareMessages(testCase);
    const content = message.content(vars);
    return [{ role: message.role, content, ...(message.name === undefined ? {} : { name: message.name }) }];
  });
}
