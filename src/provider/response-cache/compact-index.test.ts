import { expect, it } from "vitest";
import { sha256 } from "../../base/digest.ts";
import { CompactIndex } from "./compact-index.ts";

it("finds what a Map finds, through growth, replacement and removal", () => {
  const index = new CompactIndex();
  const model = new Map<string, number>();
  for (let at = 0; at < 20_000; at += 1) {
    const key = sha256(`${at % 15_000}`);
    index.put(key, at + 1, 500, 7);
    model.set(key, at + 1);
    if (at % 3 === 0) {
      const gone = sha256(`${at >> 1}`);
      index.forget(gone, model.get(gone) ?? -1);
      model.delete(gone);
    }
  }
  for (let at = 0; at < 16_000; at += 1) {
    const key = sha256(`${at}`);
    expect(index.find(key)?.offset).toBe(model.get(key));
  }
  expect(index.bytes / 15_000).toBeLessThan(50);
});

it("keeps a line that took the place of the one to be forgotten", () => {
  const index = new CompactIndex();
  const key = sha256("a");
  index.put(key, 1, 10, 7);
  index.put(key, 20, 10, 8);
  index.forget(key, 1);
  expect(index.find(key)).toEqual({ offset: 20, length: 10, usedAt: 8 });
  index.use(key, 9);
  expect(index.find(key)?.usedAt).toBe(9);
});

it("takes a key of zeros", () => {
  const index = new CompactIndex();
  index.put("0".repeat(64), 1, 10, 7);
  expect(index.find("0".repeat(64))?.offset).toBe(1);
  expect(index.find("f".repeat(64))).toBeNull();
});
