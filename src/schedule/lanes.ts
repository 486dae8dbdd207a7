/** A candidate's way through the cases, at its own pace. */
export interface Lane {
  readonly id: string;
  /** Trials in flight at most: enough that the limiter behind it always has work. */
  readonly width: number;
  /** Does one step (one case, one repeat), and resolves when it is done. Rejects only when the run cannot go on. */
  readonly step: (index: number) => Promise<void>;
}

export interface LaneOptions {
  /** Steps of every lane: cases × repeats. */
  readonly steps: number;
  /** How many steps a fast lane may be ahead of the slowest. */
  readonly maxLead: number;
  /** Aborts when no new step may start; those under way are waited for. */
  readonly signal: AbortSignal;
  /** Steps below this may start; it may grow whenever a step has ended. Default: all. */
  readonly reach?: () => number;
}

/**
 * Runs all lanes over all steps: a slow candidate does not hold up a fast one until the lead is used up, so that a case
 * is seen by all candidates at about the same time and any contiguous prefix is a fair paired sample.
 * Resolves when everything that was started has ended; rejects with the first failure, after that.
 */
export async function runLanes(lanes: readonly Lane[], options: LaneOptions): Promise<void> {
  const { steps, maxLead, signal, reach = () => Number.POSITIVE_INFINITY } = options;
  // The first step of each lane that is not done yet: what is before it has ended.
  const fronts = lanes.map(() => 0);
  let failure: { error: unknown } | null = null;
  let wake: () => void = () => {};
  const slowest = () => Math.min(...fronts);
  const stopped = () => signal.aborted || failure !== null;

  const runLane = async (lane: Lane, at: number): Promise<void> => {
    const done = new Set<number>();
    let flying = 0;
    // A promise for the one thing this lane may wait for; racing all flights would cost their number at every step.
    let landed: () => void = () => {};
    const landing = () =>
      new Promise<void>((resolve) => {
        landed = resolve;
      });
    for (let next = 0; next < steps && !stopped(); ) {
      if (flying >= lane.width) {
        await landing();
        continue;
      }
      if (next - slowest() >= maxLead || next >= reach()) {
        await waiting();
        continue;
      }
      const index = next++;
      flying++;
      void lane
        .step(index)
        .catch((error: unknown) => {
          failure ??= { error };
        })
        .then(() => {
          flying--;
          done.add(index);
          let front = fronts[at] ?? 0;
          while (done.delete(front)) front++;
          fronts[at] = front;
          landed();
          wake();
        });
    }
    while (flying > 0) await landing();
    // A lane that is through, or stopped, holds nobody up.
    fronts[at] = Number.POSITIVE_INFINITY;
    wake();
  };

  let waitingFor: Promise<void> | null = null;
  const waiting = (): Promise<void> => {
    waitingFor ??= new Promise((resolve) => {
      const release = () => {
        waitingFor = null;
        signal.removeEventListener("abort", release);
        wake = () => {};
        resolve();
      };
      wake = release;
      signal.addEventListener("abort", release, { once: true });
    });
    return waitingFor;
  };

  await Promise.all(lanes.map(runLane));
  if (failure !== null) throw (failure as { error: unknown }).error;
}
