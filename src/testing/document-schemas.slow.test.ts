import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { JsonObject } from "../domain/json.ts";
import { documentSchemas } from "./document-schemas.ts";

const FOLDER = join(import.meta.dirname, "..", "..", "schema");

describe("schema/", () => {
  let schemas: ReadonlyMap<string, JsonObject> = new Map();

  beforeAll(async () => {
    schemas = await documentSchemas();
  }, 120_000);

  // `npm run schema` writes them anew.
  it("is what the types of the documents give", async () => {
    for (const [name, schema] of schemas)
      await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(join(FOLDER, `${name}.json`));
  });

  it("has no file of a document that is none any more", async () => {
    const names = (await readdir(FOLDER)).map((name) => name.replace(/\.json$/, ""));
    expect(names.filter((name) => name !== "suite" && !schemas.has(name))).toEqual([]);
  });

  it("tells of keys as they are written", () => {
    const camel = /`[a-z]+[A-Z][A-Za-z]*`/;
    expect([...schemas].filter(([, schema]) => camel.test(JSON.stringify(schema))).map(([name]) => name)).toEqual([]);
  });
});
