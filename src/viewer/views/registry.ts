import type { ComponentType } from "preact";
import type { Home, RunSource } from "../home/home.ts";
import type { Route } from "../router.ts";
import { CaseView } from "./case/case-view.tsx";
import { CasesView } from "./cases/cases-view.tsx";
import { CompareView } from "./compare/compare-view.tsx";
import { HistoryView } from "./history/history-view.tsx";
import { OverviewView } from "./overview/overview-view.tsx";

/** What a view of a run is given. */
export interface RunPlace {
  readonly home: Home;
  readonly source: RunSource;
  readonly run: string;
  readonly route: Route;
  /** Grows when a live run has grown: what is shown is loaded again. */
  readonly version: number;
  /** The address of a view of this run. */
  readonly to: (
    view: string,
    rest?: string | null,
    query?: Readonly<Record<string, string | null | undefined>>,
  ) => string;
}

export interface RunViewDefinition {
  readonly name: string;
  /** null: it is reached from another view, and has no tab. */
  readonly title: string | null;
  /** The key that opens it. */
  readonly key: string | null;
  readonly needsServer: boolean;
  readonly View: ComponentType<{ place: RunPlace }>;
}

/** Every view of a run. One line each. */
export const runViews: readonly RunViewDefinition[] = [
  { name: "overview", title: "Overview", key: "1", needsServer: false, View: OverviewView },
  { name: "compare", title: "Compare", key: "2", needsServer: false, View: CompareView },
  { name: "cases", title: "Cases", key: "3", needsServer: false, View: CasesView },
  { name: "history", title: "History", key: "4", needsServer: true, View: HistoryView },
  { name: "case", title: null, key: null, needsServer: false, View: CaseView },
];
