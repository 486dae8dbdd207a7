import { useMemo, useState } from "preact/hooks";
import type { ViewerProgress } from "../domain/viewer.ts";
import type { Home } from "./home/home.ts";
import { useKeys } from "./keys.ts";
import { href, useRoute } from "./router.ts";
import { Shell } from "./shell.tsx";
import { useLive } from "./use-live.ts";
import { HelpSheet } from "./views/help-sheet.tsx";
import { type RunPlace, runViews } from "./views/registry.ts";
import { RunsView } from "./views/runs-view.tsx";

/** The whole page: which view the address asks for, with the run that it is about. */
export function App({ home }: { home: Home }) {
  const route = useRoute(home.only);
  const [help, setHelp] = useState(false);
  const [progress, setProgress] = useState<ViewerProgress | null>(null);
  const version = useLive(home, route.run, setProgress);
  const source = useMemo(() => (route.run === null ? null : home.source(route.run)), [home, route.run]);
  const views = runViews.filter(({ needsServer }) => !needsServer || home.server !== null);
  useKeys((key) => {
    if (key === "?") setHelp((open) => !open);
    const wanted = views.find((view) => view.key === key);
    if (wanted !== undefined && route.run !== null)
      location.hash = href(home.only, { run: route.run, view: wanted.name });
  });
  const shown = runViews.find(({ name }) => name === route.view);
  const place: RunPlace | null =
    source === null || route.run === null
      ? null
      : {
          home,
          source,
          run: route.run,
          route,
          version,
          to: (view, rest, query) => href(home.only, { run: route.run, view, rest, query }),
        };
  return (
    <Shell home={home} route={route} views={views} progress={progress} onHelp={() => setHelp(true)}>
      {place === null ? (
        <RunsView home={home} />
      ) : shown === undefined ? (
        <p class="notice">
          There is nothing at this address. <a href={href(home.only, { run: route.run, view: "overview" })}>Overview</a>
        </p>
      ) : (
        <shown.View place={place} />
      )}
      {help && <HelpSheet onClose={() => setHelp(false)} views={views} />}
    </Shell>
  );
}
