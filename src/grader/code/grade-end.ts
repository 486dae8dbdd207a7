import type { Graded } from "../../domain/grader.ts";
import { failed, passed, ungraded } from "../grade.ts";
import type { Limits, SandboxEnd } from "./sandbox.ts";

const LONGEST_REASON = 300;
const NO_SUCH_COMMAND = 127;

/** How a run of answer and tests is graded: only an end of the tests with exit code 0 passes. */
export function gradeEnd(end: SandboxEnd, limits: Limits, secret: string | null): Graded {
  const parts = { exit_code: end.exitCode, ms: Math.round(end.ms), isolation: end.isolation };
  return { ...verdict(end, limits, secret), parts };
}

function verdict(end: SandboxEnd, limits: Limits, secret: string | null): Graded {
  switch (end.why) {
    case "stopped":
      return ungraded("the run was stopped");
    case "timeout":
      return failed(`it ran longer than ${limits.timeoutS} s`);
    case "output":
      return failed(`it wrote more than ${limits.outputKb} KB`);
    case "memory":
      return failed(`it took more than ${limits.memoryMb} MB of memory`);
    case "exited":
      break;
  }
  const said = errorLine(end.stderr);
  if (secret === null && end.exitCode === NO_SUCH_COMMAND)
    return ungraded(`the command cannot be run: ${said || "it is not there"}`);
  const outOfTime = end.signal === "SIGXCPU" || end.exitCode === 128 + 24;
  if (outOfTime) return failed(`it took more than ${limits.cpuS} s of processor time`);
  // The kernel's own kill says nothing more.
  if (end.signal === "SIGKILL" || end.exitCode === 128 + 9)
    return failed(`it was killed: processor time (${limits.cpuS} s) or memory (${limits.memoryMb} MB) ran out`);
  if (end.exitCode !== 0) return failed(said || `the tests ended with ${endOf(end)}`);
  if (secret !== null && !end.stdout.includes(secret.trim())) return failed("the program ended before its tests did");
  return passed;
}

const endOf = ({ exitCode, signal }: SandboxEnd) => (exitCode === null ? `signal ${signal}` : `exit code ${exitCode}`);

/** The line that says what went wrong: the last of an error's name, else the last. */
function errorLine(stderr: string): string {
  const lines = stderr
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const line = lines.findLast((one) => /^[\w.]*(Error|Exception|Failure)\b/.test(one)) ?? lines.at(-1) ?? "";
  return line.length > LONGEST_REASON ? `${line.slice(0, LONGEST_REASON)}…` : line;
}
