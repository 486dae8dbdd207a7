// What is measured: a function that runs it once. Projects are written before, outside of the measurement.
import { join } from "node:path";
import { bareLoop } from "./bare.mjs";
import { measureCalls, withServer } from "./fake-server.mjs";
import { runSuite } from "./ours.mjs";
import { inTemporaryFolder, models, writeProject } from "./project.mjs";

/** A fake server and a temporary folder, for as long as `use` takes. */
export const onStage = (options, use) =>
  withServer(options, (server) => inTemporaryFolder((folder) => use({ server, folder })));

/** `evals run` of so many cases through a provider that calls the server. */
export async function ours({ server, folder }, provider, cases, options = {}) {
  const project = join(folder, `${provider}-${cases}`);
  await writeProject(project, { cases, models: [models[provider](server.baseUrl)] });
  return () => measureCalls(server, cases, () => runSuite(project, options));
}

/** `evals run` without any call: `model` is an entry of a suite's `models`. */
export async function ourNoCalls(folder, name, cases, model, options = {}) {
  const project = join(folder, `${name}-${cases}`);
  await writeProject(project, { cases, models: [model] });
  return () => runSuite(project, options);
}

/** The bare loop over the same cases. */
export async function bare({ server, folder }, client, cases, concurrency = 64) {
  const project = join(folder, `bare-${cases}`);
  await writeProject(project, { cases, models: [] });
  return () => measureCalls(server, cases, () => bareLoop(project, client, server, concurrency));
}
