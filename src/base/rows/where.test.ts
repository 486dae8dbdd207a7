import { describe, expect, it } from "vitest";
import { getPath, withoutPath } from "./get-path.ts";
import { formatWhere, matchesWhere, parseWhereFlag } from "./where.ts";
import { WhereProbe } from "./where-probe.ts";

describe("getPath", () => {
  it("takes dots for depth, and a literal key with dots first", () => {
    expect(getPath({ a: { b: { c: 1 } } }, "a.b.c")).toBe(1);
    expect(getPath({ "a.b": 2, a: { b: 1 } }, "a.b")).toBe(2);
    expect(getPath({ a: { "b.c": 3 } }, "a.b.c")).toBe(3);
    expect(getPath({ "a.b": { c: 4 } }, "a.b.c")).toBe(4);
    expect(getPath({ a: [{ b: 5 }] }, "a.0.b")).toBe(5);
  });

  it("finds own properties alone", () => {
    expect(getPath({ a: {} }, "a.constructor")).toBeUndefined();
    expect(getPath({}, "toString")).toBeUndefined();
    expect(getPath({ a: "text" }, "a.length")).toBeUndefined();
    expect(getPath({ a: [1] }, "a.length")).toBeUndefined();
  });
});

describe("withoutPath", () => {
  it("takes out what stands at the path, and changes nothing in place", () => {
    const row = { a: { b: 1, c: 2 }, "x.y": 3, list: [1, 2, 3] };
    expect(withoutPath(row, "a.b")).toEqual({ a: { c: 2 }, "x.y": 3, list: [1, 2, 3] });
    expect(withoutPath(row, "x.y")).toEqual({ a: { b: 1, c: 2 }, list: [1, 2, 3] });
    expect(withoutPath(row, "list.1").list).toEqual([1, 3]);
    expect(withoutPath(row, "none")).toBe(row);
    expect(row.a.b).toBe(1);
  });
});

describe("matchesWhere", () => {
  const row = {
    lang: "de",
    level: 2,
    ok: true,
    tags: ["billing", "vip"],
    metadata: { source: "web" },
    gone: null,
    empty: "",
  };
  it.each([
    [{ lang: "de" }, true],
    [{ lang: "en" }, false],
    [{ lang: ["en", "de"] }, true],
    [{ level: "2" }, true],
    [{ level: 2, ok: "true" }, true],
    [{ level: 2, ok: false }, false],
    [{ "metadata.source": "web" }, true],
    [{ tags: "vip" }, true],
    [{ tags: ["none", "billing"] }, true],
    [{ tags: "bill" }, false],
    [{ tags: { not: "vip" } }, false],
    [{ tags: { not: ["a", "b"] } }, true],
    [{ lang: { not: "en" } }, true],
    [{ lang: { not: ["en", "de"] } }, false],
    [{ gone: null }, true],
    [{ absent: null }, true],
    [{ lang: null }, false],
    [{ empty: null }, false],
    [{ lang: { not: null } }, true],
    [{ absent: { not: null } }, false],
    [{ absent: { not: "x" } }, true],
    [{ absent: "" }, false],
    [{ absent: ["x", null] }, true],
    [{ metadata: { source: "web" } }, true],
    [{}, true],
  ])("%j -> %s", (where, expected) => {
    expect(matchesWhere(row, where)).toBe(expected);
  });
});

describe("parseWhereFlag", () => {
  it.each([
    ["field=v", ["field", "v"]],
    ["field=v1,v2", ["field", ["v1", "v2"]]],
    ["field!=v", ["field", { not: "v" }]],
    ["field!=v1, v2", ["field", { not: ["v1", "v2"] }]],
    ["a.b=x=y", ["a.b", "x=y"]],
    ["field=", ["field", ["", null]]],
    ["field=null", ["field", null]],
    ["field!=null", ["field", { not: null }]],
  ])("%s", (flag, pair) => {
    expect(parseWhereFlag(flag)).toEqual(pair);
  });

  it.each(["field", "=v", "!=v", ""])("refuses %j", (flag) => {
    expect(() => parseWhereFlag(flag)).toThrow(/field=value/);
  });

  it("is what formatWhere writes", () => {
    for (const flag of ["a=b", "a=b,c", "a!=b,c"]) expect(formatWhere(parseWhereFlag(flag))).toBe(flag);
  });

  it("takes an empty value for empty or absent", () => {
    const where = Object.fromEntries([parseWhereFlag("note=")]);
    expect([{ note: "" }, {}, { note: null }, { note: "x" }].map((row) => matchesWhere(row, where))).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });
});

describe("WhereProbe", () => {
  it("says what was asked, how many rows there were, and which values occur", () => {
    const probe = new WhereProbe({ lang: "fr" }, [["tags", { not: ["a", "b"] }]]);
    for (const row of [
      { lang: "de", tags: ["a"] },
      { lang: "en", tags: ["b", "c"] },
    ])
      expect(probe.matches(row)).toBe(false);
    expect(probe.explain()).toBe(
      'no row matches lang=fr and tags!=a,b (2 rows read); values of "lang": de, en; values of "tags": a, b, c',
    );
  });

  it("proposes the nearest column, and shows ten values at most", () => {
    const probe = new WhereProbe({ tag: "x" });
    for (let i = 0; i < 20; i++) probe.matches({ tags: `t${i}`, other: 1 });
    expect(probe.explain()).toContain('no row has a value in "tag"; did you mean "tags"?');
    const many = new WhereProbe({ tags: "x" });
    for (let i = 0; i < 20; i++) many.matches({ tags: `t${i}` });
    expect(many.explain()).toMatch(/t0, t1, .*t9, …$/);
  });
});
