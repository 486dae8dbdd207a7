import { majorityOf, type Vote } from "./votes.ts";

/** What a judge says of two answers by their places. */
export type Place = "FIRST" | "SECOND" | "TIE";
/** What that means for the candidate. */
export type Preference = "win" | "loss" | "tie";

export const PREFERENCE_SCORE: Readonly<Record<Preference, number>> = { win: 1, tie: 0.5, loss: 0 };

export function preferenceOf(place: Place, candidateStandsFirst: boolean): Preference {
  if (place === "TIE") return "tie";
  return (place === "FIRST") === candidateStandsFirst ? "win" : "loss";
}

export interface BothOrders {
  readonly preference: Preference;
  readonly agree: boolean;
}

/** Both orders as one: what they agree on. A preference that turns with the order is none. */
export function bothOrders(first: Preference, second: Preference): BothOrders {
  return first === second ? { preference: first, agree: true } : { preference: "tie", agree: false };
}

export type PanelPreference =
  | { readonly status: "decided"; readonly preference: Preference }
  | { readonly status: "open"; readonly reason: string };

/** What most members prefer; null: a member could not be read in one order or both. */
export function panelPreference(
  members: readonly { readonly model: string; readonly preference: Preference | null }[],
): PanelPreference {
  const votes = members.map(({ model, preference }): Vote => ({ model, verdict: preference }));
  const decision = majorityOf(votes);
  return decision.status === "open" ? decision : { status: "decided", preference: decision.verdict as Preference };
}
