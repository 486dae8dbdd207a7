import { join } from "node:path";
import { total, usedMb } from "../lib/disk.mjs";
import { withServer } from "../lib/fake-server.mjs";
import { microsATrial, number, pick, ratios, seconds, spread, table, times } from "../lib/figures.mjs";
import { interleave } from "../lib/measure.mjs";
import { findPeers, runPeer } from "../lib/peers.mjs";
import { inTemporaryFolder } from "../lib/project.mjs";
import { bare, ours } from "../lib/subjects.mjs";

const LATENCY_MS = 50;
const OURS = "evals";

/** The same job by other harnesses: the same cases, one chat call each, exact comparison, their results in a file. */
export const peers = {
  title: "Beside the peers",
  async run({ sizes, noRegistry, peersFolder, rounds, log }) {
    const others = noRegistry === null ? await findPeers(peersFolder, log) : [];
    const usable = others.filter(({ problem }) => problem === null);
    const found = {};
    const latencies = { one: 0, 64: 0, 4: LATENCY_MS, 32: LATENCY_MS, 256: LATENCY_MS };
    for (const [load, latencyMs] of Object.entries(latencies)) {
      const [cases, atOnce] = load === "one" ? [1, 1] : [sizes.peers[load], Number(load)];
      found[load] = await withServer({ latencyMs }, (server) =>
        inTemporaryFolder(async (folder) => {
          const subjects = {
            [OURS]: await ours({ server, folder }, "openai", cases, { concurrency: atOnce }),
            "bare loop": await bare({ server, folder }, "openai", cases, atOnce),
          };
          for (const one of usable) subjects[title(one)] = () => runPeer(one, server, cases, atOnce, log);
          return interleave(rounds, subjects, (line) => log(`${line} (${cases} cases, ${atOnce} at once)`));
        }),
      );
    }
    const micros = (name) => microsATrial(found[64][name], sizes.peers[64]);
    const over = (name, load) =>
      spread(
        pick(found[load][name], "wallMs").map((ms) => (ms * load) / (sizes.peers[load] * LATENCY_MS)),
        1,
      );
    const rows = [OURS, "bare loop", ...usable.map(title)].map((name) => {
      const files = found[64][name].at(-1).sizes;
      return [
        name,
        spread(seconds(found.one[name]), 2),
        spread(micros(name)),
        spread(ratios(micros(name), micros(OURS)), 2),
        ...[4, 32, 256].map((load) => over(name, load)),
        spread(pick(found[64][name], "peakMb")),
        files === undefined ? "–" : number(total(files) / sizes.peers[64]),
      ];
    });
    const head = ["what", "one trial, s", "CPU µs a trial", "× evals"];
    const ideal = [4, 32, 256].map((load) => `wall / ideal, ${load}`);
    const counts = [4, 32, 256].map((load) => `${number(sizes.peers[load])} at ${load} at once`).join(", ");
    return {
      text: [
        `The same openai chat calls through everybody's own way (promptfoo its provider, evalite a task with the openai SDK, default retries); caches, telemetry, update checks and log files off; their results as a file and in their database. CPU, memory and disk: ${number(sizes.peers[64])} trials at 64 at once, 0 ms. Wall over ideal at ${LATENCY_MS} ms: ${counts}. Start-up is in all of it, and weighs on so few. ${times(rounds)}.`,
        table([...head, ...ideal, "peak MB", "bytes on disk, a trial"], rows),
        await remarks(noRegistry, others),
      ].join("\n\n"),
      goals: [],
    };
  },
};

const title = ({ name, version }) => `${name} ${version}`;

/** Who is missing and why; what the others take to install. */
async function remarks(noRegistry, others) {
  if (noRegistry !== null) return `Peers were left out: ${noRegistry}.`;
  const lines = await Promise.all(
    others.map(async (one) => {
      if (one.problem !== null) return `- ${title(one)} is missing: ${one.problem}`;
      const mb = await usedMb(join(one.install, "node_modules"));
      const ended = one.crashes === 0 ? "" : `; ${one.crashes} of its runs ended badly and were repeated`;
      return `- ${title(one)} installed: ${number(mb)} MB${ended}`;
    }),
  );
  return lines.join("\n");
}
