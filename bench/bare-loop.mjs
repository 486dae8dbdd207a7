// The limit: what the calls alone cost. A pool, one call, one comparison and one JSONL line a case; nothing else.
// Usage: node bench/bare-loop.mjs openai|anthropic|request <base url> <at once> (in a folder with cases.jsonl)
import { openSync, readFileSync, writeSync } from "node:fs";
import pLimit from "p-limit";

const [client, baseUrl, atOnce] = process.argv.slice(2);

const clients = {
  async openai() {
    const { OpenAI } = await import("openai");
    const sdk = new OpenAI({ apiKey: "sk-none-at-all", baseURL: `${baseUrl}/v1` });
    return async (content) => {
      const messages = [{ role: "user", content }];
      return (await sdk.chat.completions.create({ model: "gpt-4.1-mini", messages })).choices[0].message.content;
    };
  },
  async anthropic() {
    const { Anthropic } = await import("@anthropic-ai/sdk");
    const sdk = new Anthropic({ apiKey: "sk-none-at-all", baseURL: baseUrl });
    return async (content) => {
      const messages = [{ role: "user", content }];
      const answer = await sdk.messages.create({ model: "claude-haiku-4-5", max_tokens: 4096, messages });
      return answer.content[0].text;
    };
  },
  /** Without an SDK: undici's pooled `request`. */
  async request() {
    const { Agent, request } = await import("undici");
    const dispatcher = new Agent({ connections: Number(atOnce) });
    const headers = { "content-type": "application/json" };
    return async (content) => {
      const body = JSON.stringify({ model: "gpt-4.1-mini", messages: [{ role: "user", content }] });
      const answer = await request(`${baseUrl}/v1/chat/completions`, { method: "POST", headers, body, dispatcher });
      return (await answer.body.json()).choices[0].message.content;
    };
  },
};

const call = await clients[client]();
const journal = openSync("bare.jsonl", "w");
const limit = pLimit(Number(atOnce));
const cases = readFileSync("cases.jsonl", "utf8").trimEnd().split("\n");
let passed = 0;
await Promise.all(
  cases.map((line) =>
    limit(async () => {
      const { id, input, expected } = JSON.parse(line);
      const start = performance.now();
      const output = await call(input);
      const pass = output === expected;
      if (pass) passed += 1;
      writeSync(journal, `${JSON.stringify({ id, input, output, pass, latency_ms: performance.now() - start })}\n`);
    }),
  ),
);
console.log(`${passed} of ${cases.length} passed`);
process.exit(passed === cases.length ? 0 : 1);
