import { describe, expect, it } from "vitest";
import type { Summary } from "../../../domain/summary.ts";
import type { CandidateColumns, ViewerCase, ViewerColumns } from "../../../domain/viewer.ts";
import { carried, conditionsIn, readFilter } from "./case-filter.ts";
import { indexOf, positionOf } from "./case-index.ts";
import { columnWidths } from "./column-widths.ts";
import { countChanges, countOutcomes } from "./count-outcomes.ts";
import { changeOf, filterCases, sideOf } from "./filter-cases.ts";
import { type FullSearch, searchAll } from "./search-all.ts";
import { caseHolds } from "./search-case.ts";
import { wordsIn } from "./search-previews.ts";
import { orderOf, readSort, shownCases, sortText } from "./sort-cases.ts";

function candidate(name: string, outcomes: string, more: Partial<CandidateColumns> = {}): CandidateColumns {
  const trials = outcomes.length;
  return {
    candidate: name,
    outcomes,
    grades: { exact: outcomes.replace(/[^pf]/g, "-") },
    scores: [...outcomes].map((letter) => (letter === "p" ? 1 : letter === "f" ? 0 : null)),
    latencyMs: Array.from({ length: trials }, (_, at) => (at + 1) * 100),
    costUsd: Array.from({ length: trials }, () => null),
    answers: [],
    ...more,
  };
}

function columnsOf(ids: readonly string[], candidates: readonly CandidateColumns[], repeats = 1): ViewerColumns {
  return {
    ids,
    inputs: ids.map((id) => `Input of ${id}`),
    expected: ids.map(() => null),
    tags: ids.map((_, at) => [at % 2]),
    tagNames: ["even", "odd"],
    repeats,
    candidates,
    chunkCases: 2,
    trials: { shown: ids.length, of: ids.length },
  };
}

const filter = (query: string) => readFilter(new URLSearchParams(query));

/** The ids that an address shows, in their order. */
function shownIds(columns: ViewerColumns, query: string, fullText: Uint8Array | null = null) {
  const index = indexOf(columns, null);
  const wanted = filter(query);
  const shown = shownCases(orderOf(index, wanted.sort), filterCases(index, wanted, fullText));
  return Array.from(shown, (at) => columns.ids[at]);
}

const four = columnsOf(
  ["c1", "c2", "c3", "c4"],
  [
    candidate("base", "ppff", { latencyMs: [300, null, 100, 200], answers: ["Yes", "", "", ""] }),
    candidate("new", "pfpu", { grades: { exact: "pfp-", style: "sfu-" } }),
  ],
);

describe("the filter of an address", () => {
  it("leaves out what it does not know", () => {
    expect(filter("outcome=strange&change=odd&slower=-3&grade=x&disagree=yes")).toEqual(filter(""));
    expect(conditionsIn(filter("sort=-id"))).toBe(0);
    expect(conditionsIn(filter("outcome=failed&candidate=new&q= a "))).toBe(2);
  });

  it("is carried along with changes", () => {
    const query = new URLSearchParams("q=a&tag=odd&unknown=1");
    const kept = carried(query, { tag: null, outcome: "failed" });
    expect(Object.entries(kept).filter(([, value]) => value !== null)).toEqual([
      ["q", "a"],
      ["outcome", "failed"],
    ]);
  });
});

describe("filterCases", () => {
  it("keeps all without a condition", () => expect(shownIds(four, "")).toEqual(["c1", "c2", "c3", "c4"]));

  it.each([
    ["outcome=failed", ["c2", "c3", "c4"]],
    ["outcome=failed&candidate=new", ["c2"]],
    ["outcome=ungraded", ["c4"]],
    ["tag=odd", ["c2", "c4"]],
    ["tag=nobody", []],
    ["disagree=1", ["c2", "c3"]],
    ["change=improved&a=base&b=new", ["c3"]],
    ["change=regressed&a=base&b=new", ["c2"]],
    ["change=regressed&a=new&b=base", ["c3"]],
    ["change=both-right&a=base&b=new", ["c1"]],
    ["change=both-wrong&a=base&b=new", []],
    ["change=improved&a=base&b=nobody", []],
    ["slower=200&candidate=base", ["c1"]],
    ["grader=style&grade=fail", ["c2"]],
    ["grader=style&grade=scored", ["c1"]],
    ["grader=style&grade=ungraded", ["c3"]],
    ["grader=exact&grade=pass&candidate=new", ["c1", "c3"]],
    ["grader=constructor", []],
    ["q=INPUT OF C3", ["c3"]],
    ["q=yes", ["c1"]],
    ["q=c2&outcome=passed&candidate=new", []],
  ])("%s", (query, ids) => expect(shownIds(four, query)).toEqual(ids));

  it("adds what was found in the whole texts", () => {
    expect(shownIds(four, "q=c1", Uint8Array.of(0, 0, 0, 1))).toEqual(["c1", "c4"]);
    expect(shownIds(four, "q=c1&tag=even", Uint8Array.of(0, 0, 0, 1))).toEqual(["c1"]);
  });
});

describe("repeats", () => {
  const repeated = columnsOf(["x", "y"], [candidate("base", "ppf" + "pfe"), candidate("new", "ppp" + "fp-")], 3);

  it("count as shares of those that were graded", () => {
    const [base, other] = indexOf(repeated, null).candidates;
    expect(base?.share[0]).toBeCloseTo(2 / 3);
    expect(base?.share[1]).toBe(0.5);
    expect(other?.share[1]).toBe(0.5);
    expect(base?.latency[0]).toBe(200);
    expect(base?.slowest[1]).toBe(600);
  });

  it("are flaky where some passed and others failed", () => {
    expect(shownIds(repeated, "flaky=1")).toEqual(["x", "y"]);
    expect(shownIds(repeated, "flaky=1&candidate=new")).toEqual(["y"]);
  });

  it("have a change of their own: the same share, neither all nor none", () => {
    expect(shownIds(repeated, "change=equal&a=base&b=new")).toEqual(["y"]);
  });
});

describe("a report that holds a sample", () => {
  const sample = columnsOf(["a", "b", "c"], [candidate("base", "..f"), candidate("new", "fp.")]);
  const summaryOf = (counts: readonly (readonly [id: string, planned: number, passed: number])[]) =>
    ({
      candidates: counts.map(([id, planned, passed]) => ({ id, trials: { planned, passed } })),
    }) as unknown as Summary;

  it("takes what is not in it for passed where all others are in it", () => {
    const index = indexOf(
      sample,
      summaryOf([
        ["base", 10, 9],
        ["new", 10, 9],
      ]),
    );
    const [base, other] = index.candidates;
    if (base === undefined || other === undefined) throw new Error("two candidates");
    expect(changeOf(base, other, 0)).toBe("regressed");
    expect(changeOf(base, other, 1)).toBe("both-right");
    expect(changeOf(base, other, 2)).toBe("improved");
  });

  it("takes it for unknown where they are not", () => {
    const index = indexOf(
      sample,
      summaryOf([
        ["base", 10, 8],
        ["new", 10, 9],
      ]),
    );
    const [base, other] = index.candidates;
    if (base === undefined || other === undefined) throw new Error("two candidates");
    expect(changeOf(base, other, 0)).toBeNull();
  });
});

describe("counts", () => {
  const index = indexOf(four, null);

  it("are of the cases shown", () => {
    expect(countOutcomes(index, Uint32Array.of(1, 3))).toEqual([
      { passed: 1, failed: 1, ungraded: 0, errored: 0, missing: 0 },
      { passed: 0, failed: 1, ungraded: 1, errored: 0, missing: 0 },
    ]);
  });

  it("tell what changed", () => {
    const [base, other] = [sideOf(index, "base"), sideOf(index, "new")];
    if (base === null || other === null) throw new Error("both are there");
    const counts = { improved: 1, regressed: 1, "both-right": 1, "both-wrong": 0, equal: 0 };
    expect(countChanges(base, other, orderOf(index, "run"))).toEqual(counts);
  });
});

describe("order", () => {
  it.each([
    ["-run", ["c4", "c3", "c2", "c1"]],
    ["-id", ["c4", "c3", "c2", "c1"]],
    ["latency:base", ["c3", "c4", "c1", "c2"]],
    ["-latency:base", ["c1", "c4", "c3", "c2"]],
    ["score:new", ["c2", "c1", "c3", "c4"]],
    ["cost:base", ["c1", "c2", "c3", "c4"]],
    ["latency:nobody", ["c1", "c2", "c3", "c4"]],
    ["strange", ["c1", "c2", "c3", "c4"]],
  ])("%s", (sort, ids) => expect(shownIds(four, `sort=${encodeURIComponent(sort)}`)).toEqual(ids));

  it("is written as it is read", () => {
    for (const text of ["-id", "latency:a:b", "-cost:x"]) expect(sortText(readSort(text))).toBe(text);
    expect(sortText(readSort("run"))).toBeNull();
  });
});

describe("search through all texts", () => {
  const viewerCase = (id: string, text: string): ViewerCase =>
    ({
      case: { id, input: [{ role: "user", content: "Bonjour" }], tags: [], metadata: { page: 12 }, vars: {} },
      trials: [
        {
          candidate: "base",
          repeat: 1,
          outcome: "passed",
          output: { status: "ok", answer: { text, toolCalls: [] } },
          scores: [],
        },
      ],
      cuts: [],
    }) as unknown as ViewerCase;

  it("finds words of inputs, answers and values", () => {
    const found = (words: string) => caseHolds(viewerCase("c1", "The END of it (a.b)"), wordsIn(words));
    expect(["bonjour", "the end", "12", "page", "c1", "(A.B)"].map(found)).toEqual(Array(6).fill(true));
    expect(["nowhere", "aXb", "[", "\\d"].map(found)).toEqual(Array(4).fill(false));
  });

  it("tells how far it is, and stops when told", async () => {
    const chunks = [
      [viewerCase("c1", "x"), viewerCase("c2", "needle")],
      [viewerCase("c3", "needle"), viewerCase("c4", "x")],
    ];
    const source = { chunk: async (at: number) => chunks[at] ?? [] };
    const told: FullSearch[] = [];
    await searchAll(source, four, "needle", (progress) => told.push(progress), new AbortController().signal);
    expect(told.map(({ status, read }) => [status, read])).toEqual([
      ["reading", 2],
      ["done", 4],
    ]);
    expect([...(told.at(-1)?.hits ?? [])]).toEqual([0, 1, 1, 0]);

    const stop = new AbortController();
    const stopped: FullSearch[] = [];
    const stopAtOnce = (progress: FullSearch) => {
      stopped.push(progress);
      stop.abort();
    };
    await searchAll(source, four, "needle", stopAtOnce, stop.signal);
    expect(stopped.at(-1)).toMatchObject({ status: "stopped", read: 2 });
  });

  it("says when a part cannot be read", async () => {
    const told: FullSearch[] = [];
    const source = { chunk: async () => Promise.reject(new Error("gone")) };
    await searchAll(source, four, "needle", (progress) => told.push(progress), new AbortController().signal);
    expect(told).toMatchObject([{ status: "failed", read: 0 }]);
  });
});

describe("100,000 cases", () => {
  it("are filtered and sorted", () => {
    const ids = Array.from({ length: 100_000 }, (_, at) => `case-${at}`);
    const outcomes = (pass: (at: number) => boolean) => ids.map((_, at) => (pass(at) ? "p" : "f")).join("");
    const columns = columnsOf(ids, [
      candidate(
        "base",
        outcomes((at) => at % 3 > 0),
      ),
      candidate(
        "new",
        outcomes((at) => at % 5 > 0),
      ),
    ]);
    const shown = shownIds(columns, "change=regressed&a=base&b=new&sort=-latency:new&q=case-");
    // Multiples of 5 that are none of 3.
    expect(shown.length).toBe(20_000 - 6_667);
    expect(shown.slice(0, 2)).toEqual(["case-99995", "case-99985"]);
  });
});

describe("columnWidths", () => {
  it("gives labels little room and sentences more", () => {
    const wide = (answer: string) =>
      columnWidths(indexOf(columnsOf(["a"], [candidate("base", "p", { answers: [answer] })]), null)).answers[0] ?? 0;
    expect(wide("yes")).toBeLessThan(9);
    expect(wide("a whole sentence that explains itself at length")).toBeGreaterThan(15);
  });
});

describe("positionOf", () => {
  it("finds a case by its id, whatever that holds", () => {
    const columns = columnsOf(["__proto__", "a/b", "\ud800x"], []);
    expect(positionOf(columns, "__proto__")).toBe(0);
    expect(positionOf(columns, "a/b")).toBe(1);
    // Half a pair does not survive an address.
    expect(positionOf(columns, "\ufffdx")).toBe(2);
    expect(positionOf(columns, "constructor")).toBeNull();
  });
});
