import type { SuiteHistory } from "../../domain/history.ts";
import type { Comparison } from "../../domain/summary.ts";
import type { ViewerCase, ViewerColumns, ViewerListItem, ViewerProgress, ViewerRun } from "../../domain/viewer.ts";
import type { Home, NewCase, ServerHome, SideName } from "./home.ts";

/** The app as `evals view` serves it: everything by paths of its own origin. */
export function serverHome(): Home {
  const server: ServerHome = {
    runs: () => get<readonly ViewerListItem[]>("api/runs"),
    history: (suite, metric) => get<SuiteHistory>(`api/history?${new URLSearchParams({ suite, metric })}`),
    compare: (baseline, candidate) =>
      get<readonly Comparison[]>(`api/compare?${new URLSearchParams({ a: side(baseline), b: side(candidate) })}`),
    watch(runId, onChange) {
      const events = new EventSource(`api/runs/${encodeURIComponent(runId)}/events`);
      events.onmessage = ({ data }) => onChange(JSON.parse(data) as ViewerProgress);
      return () => events.close();
    },
    datasets: () => get<readonly string[]>("api/datasets"),
    addToDataset: (added: NewCase) => post<{ file: string; id: string }>("api/datasets", added),
  };
  return {
    only: null,
    server,
    source(runId) {
      const base = `api/runs/${encodeURIComponent(runId)}`;
      return {
        run: () => get<ViewerRun>(base),
        columns: () => get<ViewerColumns>(`${base}/columns`),
        chunk: (index) => get<readonly ViewerCase[]>(`${base}/chunks/${index}`),
      };
    },
  };
}

/** A run's id holds no colon. */
const side = ({ run, candidate }: SideName) => `${run}:${candidate}`;

async function get<T>(path: string): Promise<T> {
  return answerOf<T>(await fetch(path));
}

async function post<T>(path: string, body: unknown): Promise<T> {
  const headers = { "content-type": "application/json" };
  return answerOf<T>(await fetch(path, { method: "POST", headers, body: JSON.stringify(body) }));
}

/** Errors come as `{"error":{"message"}}`. */
async function answerOf<T>(response: Response): Promise<T> {
  if (response.ok) return (await response.json()) as T;
  const said = (await response.json().catch(() => null)) as { error?: { message?: string } } | null;
  throw new Error(said?.error?.message ?? `the server answered ${response.status}`);
}
