import { UserError } from "../../base/errors.ts";
import { RunLock } from "../run-lock.ts";

/** Tries to lock folders, one at a time, each at its appointed time; says how each went; ends when its input does. */
const [startAt = "0", ...folders] = process.argv.slice(2);
const EVERY_MS = 300;

for (const [round, folder] of folders.entries()) {
  await new Promise((done) => setTimeout(done, Number(startAt) + round * EVERY_MS - Date.now()));
  try {
    await RunLock.acquire(folder, "r-1");
    process.stdout.write(`won ${round}\n`);
  } catch (error) {
    process.stdout.write(`${error instanceof UserError ? error.name : String(error)} ${round}\n`);
  }
}
process.stdout.write("done\n");
process.stdin.resume().on("end", () => process.exit(0));
