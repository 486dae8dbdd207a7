import { availableParallelism } from "node:os";
import type { LimitFunction } from "p-limit";

let slots: Promise<LimitFunction> | undefined;

/** Runs work that starts a process when there is a processor for it: a thousand trials are not a thousand processes. */
export async function inChildSlot<T>(work: () => Promise<T>): Promise<T> {
  slots ??= import("p-limit").then(({ default: pLimit }) => pLimit(availableParallelism()));
  return (await slots)(work);
}
