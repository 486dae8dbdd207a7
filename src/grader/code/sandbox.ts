import { chmod, chown, mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runChild } from "../../base/child-process.ts";
import { killLeftovers } from "./kill-leftovers.ts";
import { type BoundedEnd, runBounded } from "./run-bounded.ts";
import { SETUP_SCRIPT, ULIMIT_SCRIPT } from "./setup-script.ts";
import { threadsOfUser } from "./threads-of-user.ts";

/** What stands between a program and the machine; of the rest of the limits there is always all. */
export type Isolation =
  /** No network, no files but the system's (read-only) and its own, no other processes. Linux. */
  | "namespaces"
  /** Node's permission model: no files but its own, no processes. The network is open. */
  | "permissions"
  /** Time, memory and output alone: it may read what the user may (as root: what anybody may), and call out. */
  | "limits";

export interface Limits {
  readonly timeoutS: number;
  readonly cpuS: number;
  readonly memoryMb: number;
  readonly outputKb: number;
}

export interface Program {
  /** By name, in the folder where it is run. */
  readonly files: Readonly<Record<string, string>>;
  /** `folder`: where the files are, as the program sees it. */
  readonly command: (folder: string, isolation: Isolation) => readonly string[];
  readonly input: string;
  /** Files and folders outside of the system's that it needs to see. */
  readonly shows: readonly string[];
  /** Megabytes that its runtime takes for itself. */
  readonly overheadMb: number;
  /** Where there are no namespaces. */
  readonly fallback: "permissions" | "limits";
}

export interface SandboxEnd extends BoundedEnd {
  readonly isolation: Isolation;
}

const PATH = "/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin";
const DISK_MB = 64;
const MOST_PROCESSES = 64;
const MOST_FILES_OPEN = 256;
const FIRST_UID = 60_000;
const LAST_UID = 65_000;

const isRoot = () => process.getuid?.() === 0;
let nextUid = FIRST_UID;

let detected: Promise<boolean> | undefined;

/** Whether this machine lets us make namespaces: found out once, by making them. */
export function hasNamespaces(): Promise<boolean> {
  detected ??= detect();
  return detected;
}

async function detect(): Promise<boolean> {
  if (process.platform !== "linux") return false;
  const limits = { timeoutS: 10, cpuS: 10, memoryMb: 512, outputKb: 64 };
  const probe: Program = { ...NOTHING, command: () => ["cat", "there"], files: { there: "yes" } };
  const end = await runIn(true, probe, limits, new AbortController().signal).catch(() => null);
  return end?.exitCode === 0 && end.stdout === "yes";
}

const NOTHING: Program = {
  files: {},
  command: () => ["true"],
  input: "",
  shows: [],
  overheadMb: 0,
  fallback: "limits",
};

/** Runs a program that nobody trusts. Rejects when it cannot be started at all. */
export async function runInSandbox(program: Program, limits: Limits, stop: AbortSignal): Promise<SandboxEnd> {
  return runIn(await hasNamespaces(), program, limits, stop);
}

/** The same with or without namespaces, whatever the machine has. */
export async function runIn(
  namespaces: boolean,
  program: Program,
  limits: Limits,
  stop: AbortSignal,
): Promise<SandboxEnd> {
  const base = await realpath(await mkdtemp(join(tmpdir(), "evals-code-")));
  try {
    const from = join(base, "work");
    const root = join(base, "root");
    await Promise.all([mkdir(from), mkdir(root)]);
    await Promise.all(Object.entries(program.files).map(([name, text]) => writeFile(join(from, name), text)));
    const isolation = namespaces ? "namespaces" : program.fallback;
    const folder = namespaces ? "/work" : from;
    const wanted = program.command(folder, isolation);
    const bounded = await boundedCommand(wanted, program, limits, namespaces);
    const uid = isRoot() ? takeUid() : null;
    const dropped = uid !== null && (await hasProgram("setpriv"));
    const command = namespaces
      ? [...NAMESPACES(), "sh", "-c", SETUP_SCRIPT, "sh", root, from, String(DISK_MB), String(uid ?? "")]
          .concat(program.shows.join("\n"))
          .concat(bounded)
      : dropped
        ? await asNobody(uid, base, from, bounded)
        : bounded;
    const env = {
      PATH,
      HOME: folder,
      TMPDIR: namespaces ? "/tmp" : folder,
      LANG: "C.UTF-8",
      PYTHONHASHSEED: "0",
      PYTHONDONTWRITEBYTECODE: "1",
    };
    const end = await runBounded(command, {
      cwd: from,
      env,
      input: program.input,
      timeoutMs: limits.timeoutS * 1_000,
      outputBytes: limits.outputKb * 1024,
      memoryBytes: (limits.memoryMb + program.overheadMb) * 1024 * 1024,
      stop,
    });
    if (!namespaces) await killLeftovers(dropped ? uid : null, from);
    const hide = (text: string) => text.replaceAll(`${folder}/`, "").replaceAll(folder, ".");
    return { ...end, stdout: hide(end.stdout), stderr: hide(end.stderr), isolation };
  } finally {
    await rm(base, { recursive: true, force: true }).catch(() => {});
  }
}

/** Root needs no user namespace, and has no limit of processes before it is somebody else. */
const NAMESPACES = () => [
  // Should we be killed, it goes too.
  ...["setpriv", "--pdeathsig", "KILL", "--"],
  "unshare",
  ...(isRoot() ? [] : ["--user", "--map-root-user"]),
  ...["--net", "--ipc", "--uts", "--pid", "--mount", "--fork", "--kill-child"],
];

async function boundedCommand(
  command: readonly string[],
  { overheadMb }: Program,
  { cpuS, memoryMb }: Limits,
  namespaces: boolean,
): Promise<readonly string[]> {
  const fileBytes = DISK_MB * 1024 * 1024;
  const cpu = String(Math.ceil(cpuS));
  const memory = memoryMb + overheadMb;
  if (!namespaces && !(await hasProgram("prlimit")))
    return ["sh", "-c", ULIMIT_SCRIPT, "sh", cpu, String(fileBytes), String(memory), ...command];
  // Without a namespace or a user of its own it is counted among all that the user runs.
  const others = namespaces || isRoot() ? 0 : await threadsOfUser();
  // Data, not address space: Node reserves gigabytes that it never uses.
  return [
    ...[
      "prlimit",
      `--cpu=${cpu}:${Number(cpu) + 1}`,
      `--fsize=${fileBytes}`,
      `--data=${memory * 1024 * 1024}`,
      "--core=0",
    ],
    ...[`--nproc=${MOST_PROCESSES + others}`, `--nofile=${MOST_FILES_OPEN}`, "--", ...command],
  ];
}

/** Without namespaces root at least becomes nobody. */
async function asNobody(
  uid: number,
  base: string,
  from: string,
  command: readonly string[],
): Promise<readonly string[]> {
  await chmod(base, 0o711);
  await chown(from, uid, uid);
  const ids = [`--reuid=${uid}`, `--regid=${uid}`, "--clear-groups", "--no-new-privs"];
  return ["setpriv", ...ids, "--inh-caps=-all", "--", ...command];
}

/** A user of its own for each: what one starts is no other's, and is counted apart. */
function takeUid(): number {
  nextUid = nextUid >= LAST_UID ? FIRST_UID : nextUid + 1;
  return nextUid;
}

const known = new Map<string, Promise<boolean>>();

function hasProgram(name: string): Promise<boolean> {
  const found =
    known.get(name) ??
    runChild([name, "--version"], { cwd: "/", input: "", signal: new AbortController().signal }).then(
      ({ exitCode }) => exitCode === 0,
      () => false,
    );
  known.set(name, found);
  return found;
}
