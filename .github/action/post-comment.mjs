// One comment on the pull request with the reports of all suites; the next run updates it. A step of action.yml: no
// dependency, and whatever goes wrong here is said and changes no verdict.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** GitHub's limit is 65,536 characters. */
const MOST = 65_000;
const CUT = "\n\n*Cut here: the report is longer than a comment may be; the artefact has all of it.*\n";
const TIMEOUT_MS = 30_000;

const { env } = process;

/** What a workflow command may hold on its one line. */
const escaped = (text) => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
const warn = (text) => process.stdout.write(`::warning::evals comment: ${escaped(text)}\n`);

function pullRequest() {
  if (!env.GITHUB_EVENT_PATH || !existsSync(env.GITHUB_EVENT_PATH)) return null;
  return JSON.parse(readFileSync(env.GITHUB_EVENT_PATH, "utf8")).pull_request?.number ?? null;
}

/** The suites' reports, the oldest run first. */
function reportTexts(folder) {
  if (!folder || !existsSync(folder)) return [];
  return readdirSync(folder)
    .map((run) => join(folder, run))
    .filter((run) => existsSync(join(run, "report.md")) && existsSync(join(run, "run.json")))
    .map((run) => ({
      at: JSON.parse(readFileSync(join(run, "run.json"), "utf8")).started_at,
      text: readFileSync(join(run, "report.md"), "utf8"),
    }))
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ text }) => text);
}

function cut(text) {
  if (text.length <= MOST) return text;
  const end = text.lastIndexOf("\n\n", MOST - CUT.length - 200);
  const kept = text.slice(0, Math.max(0, end));
  const open = kept.split("<details>").length - kept.split("</details>").length;
  return `${kept}${"\n\n</details>".repeat(Math.max(0, open))}${CUT}`;
}

function bodyOf(marker) {
  const code = env.EVALS_COMMENT_EXIT_CODE ?? "";
  const texts = reportTexts(env.EVALS_COMMENT_REPORTS);
  const link =
    env.GITHUB_SERVER_URL && env.GITHUB_REPOSITORY && env.GITHUB_RUN_ID
      ? ` [Log](${env.GITHUB_SERVER_URL}/${env.GITHUB_REPOSITORY}/actions/runs/${env.GITHUB_RUN_ID}).`
      : "";
  const about = `Exit code ${code}, commit ${(env.GITHUB_SHA ?? "unknown").slice(0, 7)}.${link}`;
  const text = texts.length > 0 ? texts.join("\n---\n\n") : "# evals could not run\n\nThe job's log says why.\n";
  return `${marker}\n${cut(text)}\n${about}\n`;
}

async function request(method, path, body) {
  const base = env.GITHUB_API_URL || "https://api.github.com";
  const response = await fetch(`${base}/repos/${env.GITHUB_REPOSITORY}${path}`, {
    method,
    headers: {
      accept: "application/vnd.github+json",
      authorization: `Bearer ${env.EVALS_COMMENT_TOKEN}`,
      "content-type": "application/json",
      "user-agent": "evals",
    },
    signal: AbortSignal.timeout(TIMEOUT_MS),
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${(await response.text()).slice(0, 300)}`);
  return response.json();
}

const WRITERS = ["OWNER", "MEMBER", "COLLABORATOR"];

/** Anybody may write the marker: a comment is ours only if a bot or somebody who may write here wrote it. */
const isOurs = ({ user, author_association }) => user?.type === "Bot" || WRITERS.includes(author_association);

async function findComment(issue, marker) {
  for (let page = 1; page <= 30; page++) {
    const comments = await request("GET", `/issues/${issue}/comments?per_page=100&page=${page}`);
    const found = comments.find((comment) => comment.body?.startsWith(marker) && isOurs(comment));
    if (found !== undefined) return found.id;
    if (comments.length < 100) return null;
  }
  return null;
}

try {
  const issue = pullRequest();
  if (issue === null) process.stdout.write("no pull request: no comment\n");
  else {
    const key = (env.EVALS_COMMENT_KEY ?? "evals").replace(/[^\w.-]/g, "-");
    const marker = `<!-- evals-report ${key} -->`;
    const body = bodyOf(marker);
    const known = await findComment(issue, marker);
    if (known === null) await request("POST", `/issues/${issue}/comments`, { body });
    else await request("PATCH", `/issues/comments/${known}`, { body });
    process.stdout.write(`comment ${known === null ? "posted" : "updated"}\n`);
  }
} catch (error) {
  // A pull request from a fork has a token that may not write.
  warn(error instanceof Error ? error.message : String(error));
}
