import type { ViewerRun } from "../../../domain/viewer.ts";
import { runLine } from "../../../report/cells.ts";
import { oneLine } from "../../../report/safe-text.ts";
import { useLoaded } from "../../use-loaded.ts";
import type { RunPlace } from "../registry.ts";
import { CandidatesTable } from "./candidates-table.tsx";
import { ClassesSection } from "./classes-section.tsx";
import { ComparisonsSection } from "./comparisons-section.tsx";
import { FactsSection } from "./facts-section.tsx";
import { RequirementsSection } from "./requirements-section.tsx";
import { SlicesSection } from "./slices-section.tsx";
import { SpentSection } from "./spent-section.tsx";
import { TradeOffs } from "./trade-offs.tsx";
import { VerdictBanner } from "./verdict-banner.tsx";

/** What a section of the overview is given. */
export interface OverviewPart {
  readonly run: ViewerRun;
  readonly place: RunPlace;
}

/** A run on one page: the verdict first, then the figures behind it. */
export function OverviewView({ place }: { place: RunPlace }) {
  const loaded = useLoaded(() => place.source.run(), [place.source, place.version]);
  if (loaded.status === "loading") return <p class="notice">Reading the run…</p>;
  if (loaded.status === "failed")
    return (
      <p class="notice" role="alert">
        {loaded.message}
      </p>
    );
  const part: OverviewPart = { run: loaded.value, place };
  const { manifest, summary } = loaded.value;
  return (
    <div class="overview">
      <header class="page-head">
        <h1 class="text">{oneLine(manifest.suite)}</h1>
        {manifest.description !== null && <p class="text">{oneLine(manifest.description)}</p>}
        <p class="muted">{oneLine(runLine(summary))}</p>
      </header>
      <VerdictBanner summary={summary} />
      <CandidatesTable {...part} />
      <TradeOffs {...part} />
      <SlicesSection {...part} />
      <RequirementsSection {...part} />
      <ComparisonsSection {...part} />
      <ClassesSection {...part} />
      <SpentSection {...part} />
      <FactsSection {...part} />
    </div>
  );
}
