import { expect, it } from "vitest";
import { Interner } from "./interner.ts";

it("keeps codes within a byte, however many texts come", () => {
  const texts = new Interner(256, "other");
  const codes = Array.from({ length: 1_000 }, (_, i) => texts.code(`text ${i}`));
  expect(Math.max(...codes)).toBeLessThan(256);
  expect(texts.code("text 3")).toBe(codes[3]);
  expect(texts.text(codes[3] ?? 0)).toBe("text 3");
  expect(texts.text(codes[999] ?? 0)).toBe("other");
  expect([texts.code(null), texts.text(0)]).toEqual([0, null]);
});
