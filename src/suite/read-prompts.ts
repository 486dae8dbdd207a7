import { extname, resolve } from "node:path";
import { displayName } from "../base/display-name.ts";
import type { JsonObject } from "../domain/json.ts";
import type { Problem } from "../domain/problem.ts";
import { checkShape } from "./find-mistakes.ts";
import { found } from "./issue-words.ts";
import type { SuiteKinds } from "./kinds.ts";
import type { Finding, Locator } from "./locator.ts";
import { isRecord, type Path } from "./path.ts";
import {
  type ContentShape,
  type MessageShape,
  messagesSchema,
  type OutputSchemaShape,
  type PromptShape,
  type SendingShape,
} from "./prompt-schema.ts";
import { type Read, readSource, readText } from "./read-source.ts";

/** A prompt whose files are read: `messages` is all there is. */
export interface ReadPrompt extends Omit<PromptShape, "file" | "messages" | "output_schema"> {
  readonly messages: readonly ReadMessage[];
  readonly output_schema: ReadOutputSchema | undefined;
}
export type ReadMessage =
  | "input"
  | {
      readonly role: "system" | "user" | "assistant";
      readonly content: ReadContent;
      readonly name?: string | undefined;
    };
export type ReadContent = Exclude<ContentShape, { file: string }>;
export interface ReadOutputSchema {
  readonly name: string;
  readonly schema: JsonObject;
  readonly strict: boolean;
}

/** Reads the files that prompts name; mistakes are collected, never thrown. */
export class PromptReader {
  readonly findings: Finding[] = [];
  readonly problems: Problem[] = [];
  readonly #folder: string;
  readonly #cwd: string;
  readonly #locator: Locator;
  readonly #kinds: SuiteKinds;

  constructor(place: { readonly folder: string; readonly cwd: string }, locator: Locator, kinds: SuiteKinds) {
    this.#folder = place.folder;
    this.#cwd = place.cwd;
    this.#locator = locator;
    this.#kinds = kinds;
  }

  async prompts(prompts: readonly PromptShape[]): Promise<ReadPrompt[]> {
    const read: ReadPrompt[] = [];
    for (const [index, { file, messages, output_schema, ...rest }] of prompts.entries()) {
      const path: Path = ["prompts", index];
      const list = messages ?? (file === undefined ? [] : await this.#messagesOf(file, path));
      const contents = await Promise.all(list.map((message, at) => this.#message(message, [...path, "messages", at])));
      read.push({ ...rest, messages: contents, output_schema: await this.outputSchema(output_schema, path) });
    }
    return read;
  }

  async outputSchema(written: OutputSchemaShape | undefined, path: Path): Promise<ReadOutputSchema | undefined> {
    if (written === undefined) return undefined;
    const at = [...path, "output_schema"];
    const wrapped = isRecord(written) && "schema" in written && !("type" in written);
    const schema = wrapped ? written.schema : written;
    const name = wrapped && typeof written.name === "string" ? written.name : "answer";
    const strict = wrapped && typeof written.strict === "boolean" ? written.strict : true;
    if (typeof schema !== "string") return { name, schema: schema as JsonObject, strict };
    const source = this.#take(
      await readSource(resolve(this.#folder, schema), this.#shown(schema)),
      schema,
      wrapped ? [...at, "schema"] : at,
    );
    if (source === null) return undefined;
    if (isRecord(source.data)) return { name, schema: source.data as JsonObject, strict };
    this.findings.push({
      path: at,
      message: `${this.#shown(schema)} must hold a JSON Schema; found ${found(source.data)}`,
    });
    return undefined;
  }

  async #messagesOf(file: string, path: Path): Promise<MessageShape[]> {
    const absolute = resolve(this.#folder, file);
    const kind = extname(file).toLowerCase();
    const at = [...path, "file"];
    const below = [...path, "messages"];
    if (kind === ".md" || kind === ".txt") {
      const source = this.#take(await readText(absolute, this.#shown(file)), file, at);
      if (source === null) return [];
      this.#locator.mount([...below, 0, "content"], source);
      return [{ role: "user", content: source.data as string }];
    }
    if (![".yaml", ".yml", ".json"].includes(kind)) {
      this.findings.push({
        path: at,
        message: `expected a file that ends in .md, .txt, .yaml or .json; found ${found(file)}`,
      });
      return [];
    }
    const source = this.#take(await readSource(absolute, this.#shown(file)), file, at);
    if (source === null) return [];
    this.#locator.mount(below, source);
    const checked = checkShape(messagesSchema(), source.data, below, this.#kinds);
    if (checked.ok) return checked.value;
    this.findings.push(...checked.findings);
    return [];
  }

  async #message(message: MessageShape, path: Path): Promise<ReadMessage> {
    if (message === "input") return message;
    const { content, ...rest } = message;
    if (typeof content === "string" || Array.isArray(content)) return { ...rest, content };
    const source = this.#take(
      await readText(resolve(this.#folder, content.file), this.#shown(content.file)),
      content.file,
      [...path, "content", "file"],
    );
    if (source !== null) this.#locator.mount([...path, "content"], source);
    return { ...rest, content: source === null ? "" : (source.data as string) };
  }

  #shown(path: string): string {
    return displayName(resolve(this.#folder, path), this.#cwd);
  }

  #take(read: Read, written: string, path: Path) {
    if (read.status === "ok") return read.source;
    if (read.status === "absent") this.findings.push({ path, message: `${read.message}: ${this.#shown(written)}` });
    else this.problems.push(...read.problems);
    return null;
  }
}

/** What the suite says for all prompts, its files read. */
export type ReadSending = Omit<SendingShape, "output_schema"> & {
  readonly output_schema: ReadOutputSchema | undefined;
};
