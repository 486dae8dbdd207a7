import { describe, expect, it } from "vitest";
import { drawnPieces, rowWindow, scrollFor } from "./window-rows.ts";

describe("rowWindow", () => {
  it("holds what is seen and some more", () => {
    const { start, end } = rowWindow(34_000, 680, 34, 100_000);
    expect(start).toBeLessThanOrEqual(1_000);
    expect(end).toBeGreaterThanOrEqual(1_020);
    expect(end - start).toBeLessThan(60);
  });

  it("ends with the list", () => {
    expect(rowWindow(0, 680, 34, 3)).toEqual({ start: 0, end: 3 });
    expect(rowWindow(9_999, 680, 34, 0)).toEqual({ start: 0, end: 0 });
    expect(rowWindow(34 * 100_000, 680, 34, 100_000).end).toBe(100_000);
  });

  it("stays the same while one scrolls a little", () => {
    expect(rowWindow(34 * 8, 680, 34, 1_000)).toEqual(rowWindow(34 * 8 + 60, 680, 34, 1_000));
  });
});

describe("drawnPieces", () => {
  const rows = (pieces: ReturnType<typeof drawnPieces>) =>
    pieces.map((piece) => ("row" in piece ? piece.row : -piece.gap));

  it("leaves room for the rows that are not drawn", () => {
    expect(rows(drawnPieces({ start: 2, end: 4 }, 10, 3))).toEqual([-2, 2, 3, -6]);
  });

  it("keeps the row that has the focus", () => {
    expect(rows(drawnPieces({ start: 5, end: 7 }, 10, 1))).toEqual([-1, 1, -3, 5, 6, -3]);
    expect(rows(drawnPieces({ start: 0, end: 2 }, 10, 9))).toEqual([0, 1, -7, 9]);
  });

  it("always adds up to all rows", () => {
    for (const kept of [-1, 0, 4, 9, 20]) {
      const pieces = drawnPieces({ start: 3, end: 6 }, 10, kept);
      expect(pieces.reduce((sum, piece) => sum + ("row" in piece ? 1 : piece.gap), 0)).toBe(10);
    }
  });
});

describe("scrollFor", () => {
  it("moves as little as needed", () => {
    expect(scrollFor(5, 0, 340, 34, 34)).toBeNull();
    expect(scrollFor(9, 0, 340, 34, 34)).toBe(34);
    expect(scrollFor(1, 340, 340, 34, 34)).toBe(34);
  });
});
