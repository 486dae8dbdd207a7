import type { AddressInfo } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { codeOf, messageOf, UserError } from "../base/errors.ts";
import type { World } from "../pipeline/options.ts";
import type { ViewerApp } from "../report/definition.ts";
import { isLoopback } from "./guard.ts";
import { RunShelf } from "./run-shelf.ts";
import { viewRoutes } from "./view-routes.ts";

export interface ViewServerOptions {
  readonly world: World;
  readonly app: ViewerApp;
  /** An address of this machine. */
  readonly host: string;
  /** null: the usual one, or a free one where that is taken. 0: a free one. */
  readonly port: number | null;
}

export interface ViewServer {
  readonly url: string;
  close(): Promise<void>;
}

const USUAL_PORT = 4600;

/**
 * Serves the viewer and the runs of the reports folder.
 * @throws UserError `port_taken`, `bad_host`
 */
export async function startViewServer({ world, app, host, port }: ViewServerOptions): Promise<ViewServer> {
  const closing = new AbortController();
  const shelf = new RunShelf(() => world.clock.monotonic());
  const routes = viewRoutes({ app, world, shelf, bound: host, closing: closing.signal });
  const server = createAdaptorServer({ fetch: routes.fetch });
  const listen = (wanted: number) =>
    new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(wanted, host, () => {
        server.off("error", reject);
        resolve();
      });
    });
  try {
    await listen(port ?? USUAL_PORT).catch((error: unknown) => {
      if (port !== null || codeOf(error) !== "EADDRINUSE") throw error;
      return listen(0);
    });
  } catch (error) {
    if (codeOf(error) === "EADDRINUSE")
      throw new UserError("port_taken", `port ${port} is taken; choose another with --port, or leave it out`);
    if (codeOf(error) === "EACCES")
      throw new UserError("port_taken", `port ${port} may not be used by this user; choose one above 1024`);
    throw new UserError("bad_host", `${host} cannot be listened on: ${messageOf(error)}`);
  }
  const { port: bound } = server.address() as AddressInfo;
  const name = isLoopback(host) ? (host === "::1" ? "[::1]" : host) : host.includes(":") ? `[${host}]` : host;
  return {
    url: `http://${name}:${bound}/`,
    async close() {
      closing.abort();
      await new Promise<void>((done) => {
        server.close(() => done());
        // Browsers keep their connections open.
        if ("closeAllConnections" in server) server.closeAllConnections();
      });
      await shelf.close();
    },
  };
}
