import { describe, expect, it } from "vitest";
import { didYouMean, nearest } from "./nearest.ts";

const GRADERS = ["exact", "includes", "regex", "numeric", "choice", "judge", "json"];

describe("nearest", () => {
  it.each([
    ["exat", "exact"],
    ["EXACT", "exact"],
    ["regx", "regex"],
    ["juge", "judge"],
    ["jsn", "json"],
    ["inclueds", "includes"],
  ])("%s is %s", (word, meant) => {
    expect(nearest(word, GRADERS)).toBe(meant);
  });

  it.each(["", "q", "zzzzzz", "translation", "xy"])("%s is nothing known", (word) => {
    expect(nearest(word, GRADERS)).toBeUndefined();
  });

  it("takes the first of equally near ones, and the nearest of all", () => {
    expect(nearest("cat", ["bat", "rat"])).toBe("bat");
    expect(nearest("cats", ["bats", "cats"])).toBe("cats");
    expect(nearest("a", [])).toBeUndefined();
  });
});

describe("didYouMean", () => {
  it("asks, or says nothing", () => {
    expect(didYouMean("exat", GRADERS)).toBe('; did you mean "exact"?');
    expect(didYouMean("qqq", GRADERS)).toBe("");
  });
});
