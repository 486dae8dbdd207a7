import type { ComponentChildren } from "preact";
import type { ViewerProgress } from "../domain/viewer.ts";
import type { Home } from "./home/home.ts";
import { useKeys } from "./keys.ts";
import { href, type Route } from "./router.ts";
import { useTheme } from "./use-theme.ts";
import type { RunViewDefinition } from "./views/registry.ts";

interface ShellProps {
  readonly home: Home;
  readonly route: Route;
  readonly views: readonly RunViewDefinition[];
  readonly progress: ViewerProgress | null;
  readonly onHelp: () => void;
  readonly children: ComponentChildren;
}

/** What stands around every view: where one is, the tabs, the theme, help. */
export function Shell({ home, route, views, progress, onHelp, children }: ShellProps) {
  const { theme, toggle } = useTheme();
  useKeys((key) => {
    if (key === "t") toggle();
  });
  return (
    <>
      <button type="button" class="skip" onClick={() => document.getElementById("main")?.focus()}>
        Skip to content
      </button>
      <header class="top">
        <p class="brand">
          {home.only === null ? <a href="#/runs">evals</a> : "evals"}
          {route.run !== null && <span class="run-id">{route.run}</span>}
        </p>
        {route.run !== null && (
          <nav aria-label="Views">
            {views.map(({ name, title }) =>
              title === null ? null : (
                <a
                  key={name}
                  href={href(home.only, { run: route.run, view: name })}
                  aria-current={route.view === name || (name === "cases" && route.view === "case") ? "page" : undefined}
                >
                  {title}
                </a>
              ),
            )}
          </nav>
        )}
        <div class="tools">
          {progress?.status === "running" && (
            <span class="live" role="status">
              live: {progress.done.toLocaleString("en")} of {progress.planned.toLocaleString("en")}
            </span>
          )}
          <button type="button" onClick={toggle} aria-label={theme === "dark" ? "Light theme" : "Dark theme"}>
            {theme === "dark" ? "☀" : "☾"}
          </button>
          <button type="button" onClick={onHelp} aria-label="Keys and help">
            ?
          </button>
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
    </>
  );
}
