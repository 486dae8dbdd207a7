/**
 * Run the answer first and its tests then, in one scope. Each reads a secret from its input and prints it when the
 * tests have come to their end: an answer that ends the program early (`exit(0)`) passes nothing by it.
 */
export const JAVASCRIPT_RUNNER = `"use strict";
const host = process;
const { existsSync, readFileSync, writeSync } = require("node:fs");
const { createRequire } = require("node:module");
const { resolve } = require("node:path");
const { pathToFileURL } = require("node:url");
const vm = require("node:vm");
const secret = readFileSync(0, "utf8");
const leave = host.exit.bind(host);
let finished = false;
const finish = () => { if (!finished) { finished = true; writeSync(1, secret); } };
const load = (name) => import(pathToFileURL(resolve(name)).href);
const run = (source, filename) =>
  vm.runInThisContext(source, { filename, importModuleDynamically: vm.constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER });
const fail = (error) => {
  const text = error instanceof Error ? error.name + ": " + error.message : "thrown: " + String(error);
  console.error((error && error.stack) || "");
  console.error(text.replace(/\\s+/g, " ").trim());
  leave(1);
};
host.on("unhandledRejection", fail);
host.on("uncaughtException", fail);
globalThis.require = createRequire(resolve("runner.cjs"));
globalThis.module = { exports: {} };
globalThis.exports = globalThis.module.exports;
(async () => {
  const isModule = JSON.parse(readFileSync("package.json", "utf8")).type === "module";
  if (!isModule) run(readFileSync("solution.js", "utf8"), "solution.js");
  const loaded = isModule ? await load("solution.js") : globalThis.module.exports;
  globalThis.solution = loaded.default ?? loaded;
  for (const [name, value] of Object.entries(loaded)) if (name !== "default") globalThis[name] = value;
  host.exit = (code) => {
    // The tests may end the program; the answer may not.
    if (!/solution\\.js/.test(String(new Error().stack).split("\\n")[2] ?? "")) finish();
    leave(code ?? host.exitCode);
  };
  if (existsSync("tests.mjs")) await load("tests.mjs");
  else await run("(async () => {" + readFileSync("tests.js", "utf8") + "\\n})()", "tests.js");
  finish();
})().catch(fail);
`;

export const PYTHON_RUNNER = `import os, sys, traceback, types
secret = sys.stdin.buffer.read()
sys.path.insert(0, os.getcwd())
scope = types.ModuleType("solution")
sys.modules["solution"] = sys.modules["__main__"] = scope

def run(name, known_as):
    with open(name, encoding="utf-8") as file:
        source = file.read()
    scope.__dict__["__name__"] = known_as
    exec(compile(source, name, "exec", dont_inherit=True), scope.__dict__)

def finish():
    try:
        sys.stdout.flush()
    finally:
        os.write(1, secret)

def fail(error):
    frames = traceback.extract_tb(error.__traceback__)
    traceback.print_exception(type(error), error, error.__traceback__)
    said = " ".join(str(error).split()) or (frames[-1].line if frames and frames[-1].line else "")
    sys.stderr.write("%s: %s\\n" % (type(error).__name__, said))
    sys.stderr.flush()
    os._exit(1)

try:
    run("solution.py", "solution")
    sys.argv = ["tests.py"]
    run("tests.py", "__main__")
except SystemExit as end:
    frames = traceback.extract_tb(end.__traceback__)
    # The tests may end the program (unittest does); the answer may not.
    if frames[-1].filename == "solution.py":
        fail(RuntimeError("the answer ended the program"))
    if end.code not in (None, 0):
        raise
except BaseException as error:
    fail(error)
finish()
`;
