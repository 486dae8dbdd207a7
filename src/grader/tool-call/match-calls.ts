/** For each wanted call (rows) which made calls (columns) would do. */
export type Fits = readonly (readonly boolean[])[];

/** For each wanted call the index of the made one that it is matched with; null: none. */
export type Matching = readonly (number | null)[];

/** As many pairs as possible, in any order: augmenting paths (Kuhn), so that a loose call never takes a strict one's. */
export function matchAnyOrder(fits: Fits, made: number): Matching {
  const owner: (number | null)[] = new Array<number | null>(made).fill(null);
  const place = (want: number, tried: Set<number>): boolean => {
    for (let call = 0; call < made; call += 1) {
      if (fits[want]?.[call] !== true || tried.has(call)) continue;
      tried.add(call);
      const holder = owner[call] ?? null;
      if (holder === null || place(holder, tried)) {
        owner[call] = want;
        return true;
      }
    }
    return false;
  };
  fits.forEach((_, want) => {
    place(want, new Set());
  });
  return fits.map((_, want) => {
    const call = owner.indexOf(want);
    return call === -1 ? null : call;
  });
}

/** As many pairs as possible with both sides in their order (longest common subsequence). */
export function alignInOrder(fits: Fits, made: number): Matching {
  const best: number[][] = Array.from({ length: fits.length + 1 }, () => new Array<number>(made + 1).fill(0));
  const at = (want: number, call: number) => best[want]?.[call] ?? 0;
  for (let want = fits.length - 1; want >= 0; want -= 1) {
    const row = best[want] ?? [];
    for (let call = made - 1; call >= 0; call -= 1) {
      const paired = fits[want]?.[call] === true ? at(want + 1, call + 1) + 1 : 0;
      row[call] = Math.max(paired, at(want + 1, call), at(want, call + 1));
    }
  }
  const matching: (number | null)[] = fits.map(() => null);
  let [want, call] = [0, 0];
  while (want < fits.length && call < made) {
    if (fits[want]?.[call] === true && at(want, call) === at(want + 1, call + 1) + 1) {
      matching[want] = call;
      want += 1;
      call += 1;
    } else if (at(want + 1, call) >= at(want, call + 1)) want += 1;
    else call += 1;
  }
  return matching;
}
