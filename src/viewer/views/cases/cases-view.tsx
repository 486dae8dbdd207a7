import { useLoaded } from "../../use-loaded.ts";
import type { RunPlace } from "../registry.ts";

export function CasesView({ place }: { place: RunPlace }) {
  const run = useLoaded(() => place.source.run(), [place.source, place.version]);
  return <pre>{JSON.stringify(run, null, 1).slice(0, 500)}</pre>;
}
