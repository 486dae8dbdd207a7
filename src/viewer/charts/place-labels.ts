export interface LabelWish {
  /** The point that is named. */
  readonly x: number;
  readonly y: number;
  readonly text: string;
  /** Stands further off rather than not at all. */
  readonly must?: boolean;
}

export interface PlacedLabel {
  readonly x: number;
  /** Of the text's baseline. */
  readonly y: number;
  readonly anchor: "start" | "middle" | "end";
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const FONT = 11.5;
const HEIGHT = 13;
/** Around a point's mark. */
const MARK = 7;

/** A wide guess at a text's width: labels rather stand too far apart than over each other. */
export function textWidth(text: string, font = FONT): number {
  return text.length * font * 0.58;
}

/**
 * Where the names of points stand so that none covers another name or point; the first wish is served first.
 * null: there is no room.
 */
export function placeLabels(
  wishes: readonly LabelWish[],
  points: readonly { readonly x: number; readonly y: number }[],
  room: Box,
): readonly (PlacedLabel | null)[] {
  const taken: Box[] = points.map(({ x, y }) => around(x, y, MARK));
  return wishes.map((wish) => {
    for (const label of offers(wish)) {
      const box = boxOf(label, wish.text);
      if (!inside(box, room) || taken.some((other) => overlaps(box, other))) continue;
      taken.push(box);
      return label;
    }
    return null;
  });
}

/** Right of the point first, then left, above, below, and the corners; further off in the end. */
function offers({ x, y, must = false }: LabelWish): readonly PlacedLabel[] {
  const middle = y + HEIGHT / 2 - 3;
  return (must ? [MARK + 2, MARK + 12] : [MARK + 2]).flatMap((gap) => [
    { x: x + gap, y: middle, anchor: "start" as const },
    { x: x - gap, y: middle, anchor: "end" as const },
    { x, y: y - gap, anchor: "middle" as const },
    { x, y: y + gap + HEIGHT - 3, anchor: "middle" as const },
    { x: x + gap, y: y - gap, anchor: "start" as const },
    { x: x + gap, y: y + gap + HEIGHT - 3, anchor: "start" as const },
    { x: x - gap, y: y - gap, anchor: "end" as const },
    { x: x - gap, y: y + gap + HEIGHT - 3, anchor: "end" as const },
  ]);
}

function boxOf({ x, y, anchor }: PlacedLabel, text: string): Box {
  const width = textWidth(text);
  const left = anchor === "start" ? x : anchor === "end" ? x - width : x - width / 2;
  return { left, right: left + width, top: y - HEIGHT + 3, bottom: y + 3 };
}

function around(x: number, y: number, by: number): Box {
  return { left: x - by, right: x + by, top: y - by, bottom: y + by };
}

function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

function inside(box: Box, room: Box): boolean {
  return box.left >= room.left && box.right <= room.right && box.top >= room.top && box.bottom <= room.bottom;
}

/** A long name with its beginning and its end, which often differs alone. */
export function shortName(name: string, most = 24): string {
  if (name.length <= most) return name;
  const tail = Math.floor((most - 1) / 3);
  return `${name.slice(0, most - 1 - tail)}…${name.slice(-tail)}`;
}
