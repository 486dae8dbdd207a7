import { go } from "../../router.ts";
import { useLoaded } from "../../use-loaded.ts";
import { type CaseFilter, type Change, readFilter } from "../cases/case-filter.ts";
import type { RunPlace } from "../registry.ts";
import { ChangeSquare } from "./change-square.tsx";
import { ChangedCases } from "./changed-cases.tsx";
import { type ComparedSide, type LoadedComparison, loadComparison } from "./load-comparison.ts";
import { MetricDifferences } from "./metric-differences.tsx";
import { SideChooser } from "./side-chooser.tsx";
import { sidesText } from "./sides.ts";

/** Candidates, or sides of other runs, against one of them, case by case. */
export function CompareView({ place }: { place: RunPlace }) {
  const { query } = place.route;
  const loaded = useLoaded(() => loadComparison(place), [place.source, place.version, query.get("a"), query.get("b")]);
  if (loaded.status === "loading") return <p class="notice">Comparing…</p>;
  if (loaded.status === "failed")
    return (
      <p class="notice" role="alert">
        {loaded.message}
      </p>
    );
  return <Compared place={place} loaded={loaded.value} />;
}

function Compared({ place, loaded }: { place: RunPlace; loaded: LoadedComparison }) {
  const { query } = place.route;
  const { base, others, run, runs } = loaded;
  const filter = readFilter(query);
  const on = others.find(({ label }) => label === query.get("on")) ?? others[0];
  const change = (changes: Readonly<Record<string, string | null>>) => {
    const kept = Object.fromEntries(["a", "b", "on", "change"].map((name) => [name, query.get(name)]));
    go(place.to("compare", null, { ...kept, ...changes }), true);
  };
  return (
    <article class="compare-view">
      <h1>Compare</h1>
      <SideChooser
        base={base}
        others={others.map(({ label }) => label)}
        candidates={run.manifest.candidates.map(({ id }) => id)}
        runs={runs}
        onChoose={(a, b) => change({ a, b: sidesText(b), on: null })}
      />
      {base === null || on === undefined ? (
        <p class="notice">There is nobody to compare {base === null ? "" : "it "}with.</p>
      ) : (
        <>
          <MetricDifferences base={base} others={others} />
          <section class="section" aria-labelledby="changed-title">
            <h2 id="changed-title">What changed</h2>
            <div class="squares">
              {others.map((side) => (
                <ChangeSquare
                  key={side.label}
                  base={base}
                  side={side}
                  chosen={side === on ? changeShown(filter, on) : null}
                  onChoose={(name) => change({ on: side.label, change: name })}
                />
              ))}
            </div>
            <ChangedCases
              place={place}
              base={base}
              side={on}
              change={changeShown(filter, on)}
              all={others.map(({ label }) => label)}
              candidates={run.manifest.candidates.map(({ id }) => id)}
            />
          </section>
        </>
      )}
    </article>
  );
}

/** What went wrong is what one comes for; where nothing did, what went well. */
function changeShown({ change }: CaseFilter, { counts }: ComparedSide): Change {
  const order = ["regressed", "improved", "both-wrong", "both-right"] as const;
  return change ?? order.find((name) => (counts?.[name] ?? 0) > 0) ?? "regressed";
}
