import { describe, expect, it } from "vitest";
import { placeLabels, shortName, textWidth } from "./place-labels.ts";

const ROOM = { left: 0, top: 0, right: 400, bottom: 300 };

describe("placeLabels", () => {
  it("stands right of a point that is alone, and left of one at the edge", () => {
    const points = [
      { x: 100, y: 100 },
      { x: 395, y: 200 },
    ];
    const placed = placeLabels(
      points.map((point) => ({ ...point, text: "candidate" })),
      points,
      ROOM,
    );
    expect(placed.map((label) => label?.anchor)).toEqual(["start", "end"]);
  });

  it("lets no two names overlap, and gives up where there is no room", () => {
    const points = Array.from({ length: 30 }, (_, i) => ({ x: 200 + (i % 3), y: 150 + (i % 5) }));
    const placed = placeLabels(
      points.map((point, i) => ({ ...point, text: `candidate-${i}` })),
      points,
      ROOM,
    );
    const boxes = placed.flatMap((label, i) => {
      if (label === null) return [];
      const width = textWidth(`candidate-${i}`);
      const left = label.anchor === "start" ? label.x : label.anchor === "end" ? label.x - width : label.x - width / 2;
      return [{ left, right: left + width, top: label.y - 10, bottom: label.y + 3 }];
    });
    expect(boxes.length).toBeGreaterThan(2);
    expect(boxes.length).toBeLessThan(30);
    for (const [i, a] of boxes.entries())
      for (const b of boxes.slice(i + 1))
        expect(a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom).toBe(false);
  });
});

describe("shortName", () => {
  it("keeps the beginning and the end", () => {
    expect(shortName("short")).toBe("short");
    const short = shortName("provider/some-very-long-model-name/prompt-b");
    expect(short).toHaveLength(24);
    expect(short).toMatch(/^provider\/.*…prompt-b$|^provider.*…rompt-b$/);
  });
});
