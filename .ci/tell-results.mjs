// Tells of vitest's JSON reports what failed, by full name and first line, and as the last line how many passed and
// failed: a log that is cut off at its beginning still says it. Arguments: 0 when all commands succeeded, the reports.
import { readFileSync } from "node:fs";

const [status, ...files] = process.argv.slice(2);
let passed = 0;
const failed = [];

for (const file of files) {
  const report = read(file);
  if (report === null) {
    failed.push([file, "there is no report: the test run was ended before it wrote one"]);
    continue;
  }
  passed += report.numPassedTests;
  for (const { name, status, message, assertionResults } of report.testResults) {
    const tests = assertionResults.filter((test) => test.status === "failed");
    for (const test of tests) failed.push([`${name}: ${test.fullName}`, test.failureMessages.join("\n")]);
    // A file that could not be loaded, or whose hooks failed, has no test that says so.
    if (status === "failed" && tests.length === 0) failed.push([name, message]);
  }
}
if (failed.length === 0 && (passed === 0 || status !== "0"))
  failed.push(["the tests", passed === 0 ? "none passed" : "a command failed though no test did: see above"]);

for (const [name, message] of failed) console.log(`FAILED ${name.replace(`${process.cwd()}/`, "")}\n  ${firstLine(message)}`);
console.log(`${passed} passed, ${failed.length} failed`);
process.exitCode = failed.length === 0 ? 0 : 1;

function read(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

function firstLine(message) {
  // Of a test that ran out of time vitest's report keeps no message.
  if (/^Error: STACK_TRACE_ERROR/.test(message)) return "it ran out of time";
  return (message ?? "").split("\n").find((line) => line.trim() !== "") ?? "(no message)";
}
