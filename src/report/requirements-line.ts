import type { Summary, Verdict } from "../domain/summary.ts";
import { counted } from "./cells.ts";

/** `Of 3 requirements 1 fails, 1 is undecided.` The empty text where none decides. */
export function requirementsLine({ requirements }: Pick<Summary, "requirements">): string {
  const deciding = requirements.filter(({ decides }) => decides);
  if (deciding.length === 0) return "";
  const of = (wanted: Verdict) => deciding.filter(({ verdict }) => verdict === wanted).length;
  const [failed, undecided] = [of("fail"), of("undecided")];
  if (failed + undecided === 0)
    return deciding.length === 1 ? "The requirement holds." : `All ${deciding.length} requirements hold.`;
  const parts = [
    ...(failed > 0 ? [failed === 1 ? "1 fails" : `${failed} fail`] : []),
    ...(undecided > 0 ? [undecided === 1 ? "1 is undecided" : `${undecided} are undecided`] : []),
  ];
  return `Of ${counted(deciding.length, "requirement")} ${parts.join(", ")}.`;
}
