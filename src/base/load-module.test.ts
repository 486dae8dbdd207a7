import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { loadModule } from "./load-module.ts";

const folder = mkdtempSync(join(tmpdir(), "modules-"));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe("loadModule", () => {
  it("loads TypeScript, syntax that is more than types included, and what it imports", async () => {
    file("words.ts", "export const words: readonly string[] = ['a', 'b'];");
    const path = file(
      "grader.ts",
      `import { words } from "./words.ts";
       enum Kind { One = 1 }
       export const kind: number = Kind.One;
       export default async (text: string): Promise<boolean> => words.includes(text);`,
    );
    const loaded = await loadModule(path);
    expect(loaded.kind).toBe(1);
    expect(await (loaded.default as (text: string) => Promise<boolean>)("b")).toBe(true);
  });

  it("loads JavaScript: ESM and CommonJS, names with spaces", async () => {
    expect((await loadModule(file("a b.mjs", "export default 1; export const two = 2;"))).two).toBe(2);
    expect((await loadModule(file("old.cjs", "module.exports = () => 3;"))).default).toBeTypeOf("function");
  });

  it("rejects with what is wrong", async () => {
    await expect(loadModule(join(folder, "none.ts"))).rejects.toThrow(/none/);
    await expect(loadModule(file("throws.ts", "throw new Error('at load');"))).rejects.toThrow("at load");
    await expect(loadModule(file("broken.ts", "export default (;"))).rejects.toThrow();
    await expect(loadModule(file("throws.mjs", "throw new Error('at load');"))).rejects.toThrow("at load");
  });
});
