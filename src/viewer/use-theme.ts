import { useEffect, useState } from "preact/hooks";

type Theme = "dark" | "light";

const KEPT = "evals-theme";

/** The system's theme until the reader chooses one. */
export function useTheme(): { theme: Theme; toggle: () => void } {
  const [theme, setTheme] = useState<Theme>(
    () => chosen() ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"),
  );
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);
  return {
    theme,
    toggle() {
      const next = theme === "dark" ? "light" : "dark";
      keep(next);
      setTheme(next);
    },
  };
}

/** Storage may be forbidden (files, private windows): then the choice lasts as long as the page. */
function chosen(): Theme | null {
  try {
    const kept = localStorage.getItem(KEPT);
    return kept === "dark" || kept === "light" ? kept : null;
  } catch {
    return null;
  }
}

function keep(theme: Theme): void {
  try {
    localStorage.setItem(KEPT, theme);
  } catch {}
}
