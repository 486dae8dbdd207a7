import type { Home } from "../home/home.ts";
import { href } from "../router.ts";
import { useLoaded } from "../use-loaded.ts";

/** The runs of the reports folder, the newest first. */
export function RunsView({ home }: { home: Home }) {
  const runs = useLoaded(async () => (await home.server?.runs()) ?? [], [home]);
  if (runs.status === "loading") return <p class="notice">Reading the runs…</p>;
  if (runs.status === "failed")
    return (
      <p class="notice" role="alert">
        {runs.message}
      </p>
    );
  return (
    <ul>
      {runs.value.map((run) => (
        <li key={run.runId}>
          <a href={href(home.only, { run: run.runId, view: "overview" })}>{run.runId}</a>
        </li>
      ))}
    </ul>
  );
}
