import { describe, expect, it } from "vitest";
import { textTable } from "./text-table.ts";

describe("textTable", () => {
  it("rules the head alone", async () => {
    expect(
      await textTable(
        ["a", "bb"],
        [
          ["1", "2"],
          ["3", "4"],
        ],
      ),
    ).toBe(["┌───┬────┐", "│ a │ bb │", "├───┼────┤", "│ 1 │ 2  │", "│ 3 │ 4  │", "└───┴────┘"].join("\n"));
  });

  it("rules rows of several lines", async () => {
    expect(
      await textTable(
        ["a\n[b]", "c"],
        [
          ["1\n2", "3"],
          ["4", "5"],
        ],
        { ruled: true },
      ),
    ).toBe(
      [
        "┌─────┬───┐",
        "│ a   │ c │",
        "│ [b] │   │",
        "├─────┼───┤",
        "│ 1   │ 3 │",
        "│ 2   │   │",
        "├─────┼───┤",
        "│ 4   │ 5 │",
        "└─────┴───┘",
      ].join("\n"),
    );
  });

  it("measures what is seen: colours take no room, wide characters two columns", async () => {
    const text = await textTable(
      ["n", "v"],
      [
        ["\u001b[31mred\u001b[39m", "x"],
        ["日本", "y"],
      ],
    );
    const lines = text.split("\n");
    expect(lines[3]).toBe("│ \u001b[31mred\u001b[39m  │ x │");
    expect(lines[4]).toBe("│ 日本 │ y │");
  });

  it("adds no colour of its own, and stands a table without rows", async () => {
    const text = await textTable(["a"], []);
    expect(text).not.toContain("\u001b");
    expect(text.split("\n")[1]).toBe("│ a │");
  });
});
