// Reads {output, context}, prints its result. Whatever goes wrong here (exit code not 0) makes the case ungraded.
import { readFileSync } from "node:fs";

const { output, context } = JSON.parse(readFileSync(0, "utf8"));
const order = /\b[A-Z]{2}-\d+\b/.exec(context.case.input)?.[0];
const pass = order === undefined || output.includes(order);
process.stdout.write(JSON.stringify({ pass, reason: pass ? null : `it does not name ${order}` }));
