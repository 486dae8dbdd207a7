// What a command costs, with everything it starts: read from Linux's /proc.
import { readdirSync, readFileSync } from "node:fs";

const TICK_MS = 10;

/**
 * CPU time, user and system, of every process that this one has started and waited for, with theirs: the kernel adds a
 * child's time to its parent's `cutime` and `cstime` when the parent waits for it. Steps of 10 ms. What a command leaves
 * running behind itself is not in it.
 */
export function waitedCpuMs() {
  const [, , cutime, cstime] = times("self");
  return (cutime + cstime) * TICK_MS;
}

/** CPU time of one running process, milliseconds. */
export function ownCpuMs(pid) {
  const [utime, stime] = times(pid);
  return (utime + stime) * TICK_MS;
}

/**
 * Memory of a process and all below it, in kB: what is resident now, shared pages counted in each, and the highest that
 * any single one of them has ever held.
 */
export function treeMemoryKb(pid) {
  let [resident, highest] = [0, 0];
  for (const one of [pid, ...descendants(pid)]) {
    const status = read(`/proc/${one}/status`);
    resident += Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0);
    highest = Math.max(highest, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0));
  }
  return { resident, highest };
}

function descendants(pid) {
  let tasks = [];
  try {
    tasks = readdirSync(`/proc/${pid}/task`);
  } catch {
    // It has ended meanwhile.
  }
  const children = tasks.flatMap((task) => read(`/proc/${pid}/task/${task}/children`).split(" ").filter(Boolean));
  return children.flatMap((child) => [child, ...descendants(child)]);
}

/** utime, stime, cutime, cstime in ticks. The name before them may hold spaces and brackets. */
function times(pid) {
  const stat = read(`/proc/${pid}/stat`);
  if (stat === "") throw new Error("the benchmark reads CPU time and memory from /proc: it needs Linux");
  return stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .slice(11, 15)
    .map(Number);
}

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
