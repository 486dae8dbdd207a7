/** The case that was opened last in a run: the table begins at it again. Not in the address: it is nothing to share. */
const opened = new Map<string, string>();

export function rememberCase(run: string, id: string): void {
  opened.set(run, id);
}

/** Told once: after that the reader has moved on. */
export function takeLastCase(run: string): string | null {
  const id = opened.get(run) ?? null;
  opened.delete(run);
  return id;
}
