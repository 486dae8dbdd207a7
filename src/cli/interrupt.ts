import type { Interrupt } from "./context.ts";

const GRACE_MS = 5_000;
const CODES = { SIGINT: 130, SIGTERM: 143 } as const;

/** Turns signals into an `Interrupt`. The first one stops; a second one ends the process at once. */
export function listenForSignals(exit: (code: number) => never): Interrupt & { kill(reason: string): void } {
  const stop = new AbortController();
  const cut = new AbortController();
  const stopListeners: (() => void)[] = [];
  const killListeners: ((reason: string) => void)[] = [];
  let code: number | null = null;
  let graceMs = GRACE_MS;
  const kill = (reason: string) => {
    for (const listener of killListeners) listener(reason);
  };
  for (const name of ["SIGINT", "SIGTERM"] as const) {
    process.on(name, () => {
      if (code !== null) {
        kill("it was stopped at once");
        exit(code);
      }
      code = CODES[name];
      // Nobody listens: the command has nothing to bring to an end.
      if (stopListeners.length === 0) exit(code);
      for (const listener of stopListeners) listener();
      stop.abort();
      setTimeout(() => cut.abort(), graceMs).unref();
    });
  }
  return {
    stop: stop.signal,
    signal: cut.signal,
    exitCode: () => code,
    setGrace: (ms) => {
      graceMs = ms;
    },
    onStop: (listener) => stopListeners.push(listener),
    onKill: (listener) => killListeners.push(listener),
    /** For an end that no signal brought: what has to be done before the process is gone. */
    kill,
  };
}
