// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${VAR} is the suite's own syntax

import { readdir, readFile } from "node:fs/promises";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CliResult, jsonl, makeProject, type Project } from "../testing/cli.ts";
import { type FakeServer, startFakeServer } from "../testing/fake-server/start-fake-server.ts";
import type { FakeReply } from "../testing/fake-server/types.ts";

/** Secrets of no known pattern: only knowing them helps. With characters that URLs, JSON and Base64 write otherwise. */
const canary = (name: string) => `Zq/${name}+canary=7731`;
const CANARIES = {
  openaiKey: canary("openai"),
  anthropicKey: canary("anthropic"),
  namedKey: canary("named"),
  unusedToken: canary("unused"),
  headerVariable: canary("header-variable"),
  urlVariable: canary("url-variable"),
  urlPassword: canary("url-password"),
  literalPassword: canary("literal-password"),
  literalQuery: canary("literal-query"),
  literalBearer: canary("literal-bearer"),
  literalHeader: canary("literal-header"),
  literalCookie: canary("literal-cookie"),
  literalParam: canary("literal-param"),
  literalBody: canary("literal-body"),
  proxyPassword: canary("proxy-password"),
};
const inUrl = encodeURIComponent;

const ENVIRONMENT = {
  OPENAI_API_KEY: CANARIES.openaiKey,
  GATEWAY_KEY: CANARIES.namedKey,
  DEPLOY_TOKEN: CANARIES.unusedToken,
  TEAM: CANARIES.headerVariable,
  HOOK_WORD: inUrl(CANARIES.urlVariable),
  NO_PROXY: "127.0.0.1",
  HTTPS_PROXY: `http://proxy-user:${inUrl(CANARIES.proxyPassword)}@127.0.0.1:9`,
};

/** Every form that a secret may be written in. */
function formsOf(secret: string): string[] {
  const base64 = ["", "a", "ab", "user:", "key-user:"].flatMap((before) => {
    const text = Buffer.from(before + secret).toString("base64");
    const from = Math.ceil((before.length * 4) / 3) + 1;
    return [text.slice(from, from + 12), text.slice(-16, -4)];
  });
  // Half of a secret is a secret too.
  return [secret, inUrl(secret), secret.slice(0, 12), secret.slice(-14), inUrl(secret).slice(0, 12), ...base64];
}

async function everyFile(folder: string): Promise<{ name: string; text: string }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(files.map(async (name) => ({ name, text: withData(await readFile(name, "utf8")) })));
}

/** The data that an HTML report carries is compressed: what it holds is looked at too. */
function withData(text: string): string {
  const carried = [...text.matchAll(/id="data-[a-z0-9-]+"[^>]*>([A-Za-z0-9+/=\s]+)</g)];
  return [text, ...carried.map(([, data = ""]) => inflated(data))].join("\n");
}

/** The run's id stands there as it is. */
function inflated(base64: string): string {
  const bytes = Buffer.from(base64, "base64");
  return bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes).toString("utf8") : "";
}

/** Where a canary stands in what was printed and written, with what is around it. */
async function leaks(project: Project, results: readonly CliResult[]): Promise<string[]> {
  const printed = results.flatMap(({ stdout, stderr }, index) => [
    { name: `stdout of ${index}`, text: stdout },
    { name: `stderr of ${index}`, text: stderr },
  ]);
  const written = [...(await everyFile(project.path("reports"))), ...(await everyFile(project.path(".evals")))];
  return [...printed, ...written].flatMap(({ name, text }) =>
    Object.entries(CANARIES).flatMap(([which, secret]) =>
      formsOf(secret).flatMap((form) => {
        const at = text.indexOf(form);
        return at < 0 ? [] : [`${which} as ${form} in ${name}: …${text.slice(Math.max(0, at - 80), at + 60)}…`];
      }),
    ),
  );
}

let server: FakeServer;
let mode: "ok" | "401" | "500" = "ok";
/** An endpoint that answers with all that it was asked. */
let echoUrl = "";
let closeEcho = () => {};

const echoed = (headers: IncomingHttpHeaders) => JSON.stringify(headers);

beforeAll(async () => {
  server = await startFakeServer({
    reply({ headers, body }): FakeReply {
      const asked = `${echoed(headers)} ${JSON.stringify(body)}`;
      if (mode === "ok") return { text: asked, requestId: String(headers.authorization ?? headers["x-api-key"]) };
      const key = String(headers.authorization ?? headers["x-api-key"]).replace(/^Bearer /, "");
      // The key stands where a message is cut.
      const padding = "x".repeat(270);
      return mode === "401"
        ? { error: { status: 401, message: `Incorrect API key provided: ${key}. You sent ${asked}` } }
        : { error: { status: 500, body: `${padding} ${key} ${asked}` } };
    },
  });
  const echo = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const asked = `${request.url} ${echoed(request.headers)} ${Buffer.concat(chunks).toString()}`;
      response.writeHead(mode === "ok" ? 200 : Number(mode), { "content-type": "text/plain" });
      response.end(request.url?.includes("padded") ? `${"y".repeat(120)}${asked}` : asked);
    });
  });
  await new Promise<void>((done) => echo.listen(0, "127.0.0.1", done));
  echoUrl = `127.0.0.1:${(echo.address() as AddressInfo).port}`;
  closeEcho = () => {
    echo.close();
    echo.closeAllConnections();
  };
});
afterAll(async () => {
  await server.close();
  closeEcho();
});

/** What programs give away: not all of it, because a developer's own environment is long. */
const SEEN = "OPENAI_API_KEY ANTHROPIC_API_KEY GATEWAY_KEY DEPLOY_TOKEN TEAM HTTPS_PROXY";

const suite = (host: string, echo: string) => `name: canaries
dataset: ../cases.jsonl
models:
  - { id: openai, provider: openai, model: gpt-4.1-mini, base_url: "http://${host}/v1" }
  - { id: anthropic, provider: anthropic, model: claude-haiku-4-5, base_url: "http://${host}" }
  - id: named
    provider: openai
    model: gpt-4.1-mini
    api_key_env: GATEWAY_KEY
    base_url: "http://${host}/v1?key=${inUrl(CANARIES.literalQuery)}"
    headers: { x-team: "\${TEAM}", x-custom-key: "${CANARIES.literalHeader}", cookie: "session=${CANARIES.literalCookie}" }
    params: { extra: { api_key: "${CANARIES.literalParam}" } }
  - id: with-password
    provider: openai
    model: gpt-4.1-mini
    api_key_env: none
    base_url: "http://key-user:${inUrl(CANARIES.literalPassword)}@${host}/v1"
  - id: hook
    provider: http
    url: "http://hook:\${HOOK_WORD}@${echo}/hook?token=\${HOOK_WORD}"
    headers: { x-team: "\${TEAM}" }
  - id: padded
    provider: http
    url: "http://${echo}/padded?access_token=${inUrl(CANARIES.literalQuery)}"
    headers: { Authorization: "Bearer ${CANARIES.literalBearer}" }
    body: { password: "${CANARIES.literalBody}", input: "{{ input }}" }
    output: answer.text
  - { id: chatty, provider: exec, command: "printenv ${SEEN}; exit 0" }
  - { id: broken, provider: exec, command: "printenv ${SEEN} >&2; exit 3" }
  - { id: throws, provider: module, path: ./throws.js }
graders: [{ type: exact }]
run: { max_attempts: 1, max_error_rate: 0 }
`;

const THROWS = `export default () => {
  throw new Error("refused: " + ["OPENAI_API_KEY", "GATEWAY_KEY", "TEAM", "HTTPS_PROXY"].map((name) => process.env[name]).join(" "));
};
`;

async function aProject(host: string, echo: string): Promise<Project> {
  return makeProject({
    "evals/canaries.yaml": suite(host, echo),
    "evals/throws.js": THROWS,
    "cases.jsonl": jsonl([
      { id: "a", input: "one", expected: "yes" },
      { id: "b", input: "a key of the user: sk-user1234567890", expected: "yes" },
    ]),
    ".env": `ANTHROPIC_API_KEY=${CANARIES.anthropicKey}\n`,
  });
}

/** Everything that a user may do with a suite and its run. */
const RUNS = [["run"], ["run", "--resume"], ["run", "--json", "--report", "md,json"]];
const LOOKS = [
  ["validate", "--json"],
  ["validate"],
  ["run", "--dry-run"],
  ["list", "--json"],
  ["list"],
  ["show", "latest", "--json"],
  ["show", "latest", "a"],
  ["show", "latest", "a", "--json"],
  ["report", "latest", "--format", "md,json,terminal"],
];

describe("secrets", { concurrent: false, timeout: 60_000 }, () => {
  it.each(["ok", "401", "500"] as const)(
    "stand in nothing that is printed or written when servers answer %s",
    async (how) => {
      mode = how;
      await using project = await aProject(new URL(server.baseUrl).host, echoUrl);
      const results: CliResult[] = [];
      for (const command of RUNS) results.push(await project.evals(command, ENVIRONMENT));
      expect(results.map(({ code }) => code)).toEqual([4, 4, 4]);
      results.push(...(await Promise.all(LOOKS.map((command) => project.evals(command, ENVIRONMENT)))));
      expect(results.map(({ stdout }) => stdout).join("")).toContain("***");
      expect(await leaks(project, results)).toEqual([]);
      const outputs = await project.lines("outputs.jsonl");
      expect(outputs).toHaveLength(18);
      // It did reach the servers, the password of a URL too.
      const said = JSON.stringify(outputs.filter(({ candidate }) => candidate !== "throws"));
      expect(said).toContain(how === "ok" ? "***" : "error");
      if (how === "ok") {
        expect(said).toContain("sk-user1234567890");
        const kept = (await everyFile(project.path(".evals"))).map(({ text }) => text).join("");
        expect(kept).toContain("***");
      }
      expect(server.requests.some(({ headers }) => headers.authorization?.startsWith("Basic "))).toBe(true);
    },
  );

  it("stand in no message about a server that does not answer", async () => {
    await using project = await aProject("127.0.0.1:9", "127.0.0.1:9");
    const results = [
      await project.evals(["run"], ENVIRONMENT),
      await project.evals(["run", "--resume"], ENVIRONMENT),
      await project.evals(["show", "latest", "b"], ENVIRONMENT),
    ];
    expect(await leaks(project, results)).toEqual([]);
    expect(results[0]?.stdout).toContain("network");
  });

  it("keeps the names of variables in run.json", async () => {
    mode = "ok";
    await using project = await aProject(new URL(server.baseUrl).host, echoUrl);
    await project.evals(["run", "-n", "1"], ENVIRONMENT);
    const manifest = JSON.stringify(await project.document("run.json"));
    expect(manifest).toContain('"x-team":"${TEAM}"');
    expect(manifest).toContain("hook?token=${HOOK_WORD}");
  });

  it.each([
    ["a variable that gives no URL", 'base_url: "${NO_URL}"', { NO_URL: CANARIES.urlVariable }],
    ["a key where a variable's name belongs", `api_key_env: "${CANARIES.literalParam}"`, {}],
    ["a password in a URL of the wrong kind", `base_url: "ftp://u:${inUrl(CANARIES.literalPassword)}@host"`, {}],
    ["a header in place of headers", `headers: "Authorization: Bearer ${CANARIES.literalBearer}"`, {}],
    ["an unknown key", `api_key: "${CANARIES.literalParam}"`, {}],
  ])("stand in no message about %s", async (_name, line, environment) => {
    await using project = await makeProject({
      "evals/bad.yaml": `name: bad\ndataset: ../cases.jsonl\nmodels: [{ id: m, provider: openai, model: gpt-4.1-mini, ${line} }]\ngraders: [{ type: exact }]\n`,
      "cases.jsonl": jsonl([{ input: "x", expected: "y" }]),
    });
    const results = await Promise.all(
      [["validate"], ["validate", "--json"], ["run"], ["run", "--json"]].map((args) =>
        project.evals(args, { ...ENVIRONMENT, ...environment }),
      ),
    );
    expect(results.map(({ code }) => code)).toEqual([2, 2, 2, 2]);
    expect(await leaks(project, results)).toEqual([]);
  });

  it.each([
    ["when it is loaded", "throw new Error('no: ' + process.env.OPENAI_API_KEY + ' ' + process.env.TEAM);"],
    [
      "outside of its call",
      "export default () => new Promise(() => setTimeout(() => { throw new Error('late: ' + process.env.OPENAI_API_KEY); }));",
    ],
  ])("stand in no message of a module that throws %s", async (_name, code) => {
    await using project = await makeProject({
      "evals/bad.yaml":
        "name: bad\ndataset: ../cases.jsonl\nmodels: [{ id: m, provider: module, path: ./m.js }]\ngraders: [{ type: exact }]\n",
      "evals/m.js": code,
      "cases.jsonl": jsonl([{ input: "x", expected: "y" }]),
    });
    const environment = { OPENAI_API_KEY: CANARIES.openaiKey };
    const results = [
      await project.evals(["run"], environment),
      await project.evals(["run", "--json"], environment),
      await project.evals(["validate", "--json"], environment),
    ];
    expect(results[0]?.code).toBe(2);
    expect(results[0]?.stderr).toContain("***");
    expect(await leaks(project, results)).toEqual([]);
  });
});
