import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Graded } from "../domain/grader.ts";
import { gradeBy } from "./__fixtures__/grade-by.ts";
import { hasNamespaces, type Program, runIn } from "./code/sandbox.ts";

const SECRET = "BEGIN FAKE PRIVATE KEY";
/** Told apart from everything else that runs here. */
const MARK = `evals-escape-${process.pid}`;
let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), "evals-home-"));
  mkdirSync(join(home, ".ssh"), { mode: 0o700 });
  writeFileSync(join(home, ".ssh", "id_rsa"), SECRET, { mode: 0o600 });
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

async function run(language: string, answer: string, more: object = {}): Promise<Graded> {
  return (await gradeBy({ type: "code", language, tests: "1;", ...more }, answer)).grade;
}
const failing = (reason: RegExp) => ({ status: "scored", pass: false, reason: expect.stringMatching(reason) });
const shell = { command: ["bash", "{solution}"] };

/** Command lines of all processes of this machine that say the mark. */
function escaped(): readonly string[] {
  const lines = execFileSync("ps", ["-eo", "args"], { encoding: "utf8" }).split("\n");
  return lines.filter((line) => line.includes(MARK) && !line.startsWith("ps "));
}

/** What the runs here have left: by the files that they run, defunct ones (nobody's children) left out. */
function left(): readonly string[] {
  const lines = execFileSync("ps", ["-eo", "stat,args"], { encoding: "utf8" }).split("\n");
  return lines.filter((line) => /runner\.(py|cjs)|solution\.sh|main\.sh/.test(line) && !line.startsWith("Z"));
}

const countProcesses = () => readdirSync("/proc").filter((name) => /^\d+$/.test(name)).length;
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

describe("code that means harm", () => {
  it("a fork bomb", async () => {
    const before = countProcesses();
    let most = before;
    const watch = setInterval(() => {
      most = Math.max(most, countProcesses());
    }, 50);
    const grades = [
      await run("bash", ":(){ :|:& };: ; sleep 60", { ...shell, timeout_s: 3 }),
      await run("python", "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass", { timeout_s: 3 }),
      await run("javascript", `const { spawn } = require("node:child_process"); for (;;) spawn("sleep", ["60"]);`, {
        timeout_s: 3,
      }),
    ];
    clearInterval(watch);
    for (const grade of grades) expect(grade).toMatchObject({ status: "scored", pass: false });
    // 64 of each at most, and others run here too.
    expect(most - before).toBeLessThan(300);
    await pause(300);
    expect(left()).toEqual([]);
  });

  it("an endless loop", async () => {
    const started = performance.now();
    expect(await run("javascript", "for (;;) {}", { timeout_s: 1 })).toMatchObject(failing(/^it ran longer than 1 s$/));
    expect(await run("python", "while True: pass", { timeout_s: 1 })).toMatchObject(
      failing(/^it ran longer than 1 s$/),
    );
    expect(performance.now() - started).toBeLessThan(60_000);
  });

  it("2 GB of output", async () => {
    const before = process.memoryUsage().rss;
    const endless = [
      await run("bash", "head -c 2000000000 /dev/zero", shell),
      await run("bash", "head -c 2000000000 /dev/zero >&2", shell),
      await run("python", "import sys\nfor _ in range(2000): sys.stdout.write('x' * 1000000)"),
      await run("javascript", "for (let n = 0; n < 2000; n++) require('node:fs').writeSync(1, 'x'.repeat(1000000));"),
    ];
    for (const grade of endless) expect(grade).toMatchObject(failing(/^it wrote more than 64 KB$/));
    expect(process.memoryUsage().rss - before).toBeLessThan(200e6);
  });

  it("2 GB on the disk", async () => {
    const grade = await run("bash", "head -c 2000000000 /dev/zero > big; wc -c < big >&2; exit 1", shell);
    expect(grade).toMatchObject(failing(/^\d+$|File size|No space|signal|exit code/));
    const many = "for n in $(seq 40); do head -c 60000000 /dev/zero > big$n || exit 7; done";
    if (await hasNamespaces()) expect(await run("bash", many, shell)).toMatchObject(failing(/No space left/));
  });

  it("~/.ssh, by the name of the home and by its path", async () => {
    const paths = [join(home, ".ssh", "id_rsa"), join(homedir(), ".ssh", "id_rsa"), "/root/.ssh/id_rsa", "/etc/shadow"];
    for (const path of paths) {
      const quoted = JSON.stringify(path);
      const read = await run("javascript", `throw new Error(require("node:fs").readFileSync(${quoted}, "utf8"));`);
      expect(read).toMatchObject(failing(/ENOENT|EACCES|Access to this API has been restricted/));
      // Without namespaces Python is held by the user's rights alone: as root by nobody's.
      if ((await hasNamespaces()) || process.getuid?.() === 0)
        expect(await run("python", `raise RuntimeError(open(${quoted}).read())`)).toMatchObject(
          failing(/^(FileNotFoundError|PermissionError)/),
        );
    }
    const own = await run("javascript", `require("node:fs").readdirSync(require("node:os").homedir() + "/.ssh");`);
    expect(own).toMatchObject(failing(/ENOENT|restricted/));
  });

  it("memory, of one process and of many", async () => {
    expect(await run("python", "x = 'a' * (2 << 30)")).toMatchObject(failing(/^MemoryError/));
    expect(
      await run("javascript", "const a = []; for (;;) a.push(new Array(1e5).fill(0));", { memory_mb: 128 }),
    ).toMatchObject(failing(/./));
    expect(await run("javascript", "const a = []; for (;;) a.push(Buffer.alloc(1e7, 1));")).toMatchObject(failing(/./));
    const many =
      "import os, time\nfor _ in range(20):\n    if os.fork() == 0:\n        x = b'a' * (400 << 20)\n        time.sleep(30)\ntime.sleep(30)";
    expect(await run("python", many)).toMatchObject(failing(/^it took more than 512 MB of memory$/));
  });

  it.each([
    ["in the background", `(exec -a ${MARK} sleep 60) & exit 0`],
    ["in a session of its own", `setsid bash -c 'exec -a ${MARK} sleep 60' & exit 0`],
    ["with the pipes closed", `setsid bash -c 'exec -a ${MARK} sleep 60' > /dev/null 2>&1 < /dev/null & exit 0`],
    ["as a zombie's child", `bash -c '(exec -a ${MARK} sleep 60) & kill -9 $$' ; exec sleep 60`],
  ])("a process that outlives its parent, %s", async (_, script) => {
    const started = performance.now();
    await run("bash", script, { ...shell, timeout_s: 3 });
    expect(performance.now() - started).toBeLessThan(50_000);
    await pause(200);
    if (await hasNamespaces()) expect(escaped()).toEqual([]);
  });

  it("signals to everybody", async () => {
    await run("bash", "kill -9 -1; kill -9 1; exit 1", shell);
    await run("bash", `kill -9 ${process.pid} ${process.ppid}; exit 1`, shell);
    // We are here still.
    expect(await run("javascript", "const a = 1;")).toMatchObject({ pass: true });
  });

  it("leaves nothing in the temporary folder", async () => {
    const folders = () => readdirSync(tmpdir()).filter((name) => /^evals-code-[A-Za-z0-9]{6}$/.test(name));
    const before = folders();
    await run("javascript", "require('node:fs').writeFileSync('x', 'y');");
    // Others of this machine grade code, too: what is theirs goes as well.
    const left = folders().filter((name) => !before.includes(name));
    await expect.poll(() => folders().filter((name) => left.includes(name)), { timeout: 60_000 }).toEqual([]);
  });
});

describe("without namespaces", () => {
  const limits = { timeoutS: 2, cpuS: 2, memoryMb: 256, outputKb: 64 };
  const fallback = (script: string) => {
    const program: Program = {
      files: { "main.sh": script },
      command: () => ["bash", "main.sh"],
      input: "",
      shows: [],
      overheadMb: 0,
      fallback: "limits",
    };
    return runIn(false, program, limits, new AbortController().signal);
  };

  it("a fork bomb is bounded and ends", async () => {
    expect(await fallback(":(){ :|:& };: ; sleep 60")).toMatchObject({ why: "timeout", isolation: "limits" });
    await pause(300);
    expect(left()).toEqual([]);
  });

  it("nothing outlives its parent", async () => {
    await fallback(`setsid bash -c 'exec -a ${MARK} sleep 60' > /dev/null 2>&1 < /dev/null & sleep 0.2`);
    expect(escaped()).toEqual([]);
  });

  it("what outlives it never holds us up, and output is bounded", async () => {
    const started = performance.now();
    expect(await fallback("setsid sleep 60 & echo done")).toMatchObject({ why: "exited", exitCode: 0 });
    expect(await fallback("cat /dev/zero")).toMatchObject({ why: "output" });
    expect(performance.now() - started).toBeLessThan(50_000);
  });

  it("root's files are not read by what runs as nobody", async () => {
    if (process.getuid?.() !== 0) return;
    expect((await fallback(`cat ${join(home, ".ssh", "id_rsa")}`)).stderr).toContain("Permission denied");
  });
});
