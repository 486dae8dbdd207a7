import { defaultReply } from "./decide-reply.ts";
import type { SpawnOptions } from "./spawn-fake-server.ts";
import { startFakeServer } from "./start-fake-server.ts";

/**
 * The fake server as a process of its own, for benchmarks and CLI tests. Options are JSON, in the first argument or in
 * `FAKE_SERVER_OPTIONS`: `port`, `record` (default false), `limits`, `faults`, `account`, `keyBy` as `startFakeServer` takes
 * them, and any fields of a reply (`latencyMs`, `firstTokenMs`, `usage`, `fault`, `error`…), `text` beside them instead of
 * `[[answer:X]]`. Prints its port on a line; ends on SIGTERM, or when its standard input closes, so that it never outlives
 * who started it.
 */
const options = JSON.parse(process.argv[2] ?? process.env.FAKE_SERVER_OPTIONS ?? "{}") as SpawnOptions;
const { port, record = false, limits, faults, account, keyBy, ...reply } = options;
const server = await startFakeServer({
  record,
  ...(port === undefined ? {} : { port }),
  ...(limits === undefined ? {} : { limits }),
  ...(faults === undefined ? {} : { faults }),
  ...(account === undefined ? {} : { account }),
  ...(keyBy === undefined ? {} : { keyBy }),
  reply: (request) => ({ ...defaultReply(request), ...reply }),
});
const stop = () => void server.close().then(() => process.exit(0));
process.on("SIGTERM", stop);
process.stdin.on("end", stop).on("error", stop).resume();
process.stdout.write(`${server.port}\n`);
