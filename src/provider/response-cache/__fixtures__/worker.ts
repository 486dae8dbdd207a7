// A process that uses the cache as a run does: sets and gets at random, eight at a time, and says what was acknowledged.
import { writeSync } from "node:fs";
import { createRandom } from "../../../stats/sfc32.ts";
import { createResponseCache } from "../create-response-cache.ts";
import { fingerprintOf, replyOf, whoseIs } from "./replies.ts";

const [folder = "", worker = "", operations = "0", maxBytes = "0"] = process.argv.slice(2);
const random = createRandom(Number(worker) + 1);
const cache = createResponseCache(folder, {
  maxBytes: Number(maxBytes),
  onProblem: (text) => {
    writeSync(2, `${text}\n`);
    process.exitCode = 1;
  },
});

async function lane(lane: number): Promise<void> {
  for (let at = lane; at < Number(operations); at += 8) {
    // Half of the names are everybody's, half this worker's own.
    const name = random() < 0.5 ? `all-${Math.floor(random() * 500)}` : `${worker}-${Math.floor(random() * 500)}`;
    if (random() < 0.5) {
      await cache.set(fingerprintOf(name), replyOf(name, at, random() * 4000));
      writeSync(1, `${name}\n`);
      continue;
    }
    const reply = await cache.get(fingerprintOf(name));
    if (reply === null || whoseIs(reply)?.name === name) continue;
    writeSync(2, `torn or another's: ${name}: ${JSON.stringify(reply)}\n`);
    process.exitCode = 1;
  }
}

await Promise.all(Array.from({ length: 8 }, (_, number) => lane(number)));
