/** The argument in low…high at which a falling function takes the wanted value. */
export function bisectFalling(f: (x: number) => number, wanted: number, low: number, high: number, steps = 60): number {
  let [below, above] = [low, high];
  for (let step = 0; step < steps && above - below > 1e-12; step++) {
    const middle = (below + above) / 2;
    if (f(middle) > wanted) below = middle;
    else above = middle;
  }
  return (below + above) / 2;
}
