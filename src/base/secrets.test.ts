import { describe, expect, it } from "vitest";
import { isSecretName, Secrets, secretsInEnvironment, secretsInUrl } from "./secrets.ts";

const KEY = 'Zq/key+of "mine"=7731';
const secrets = new Secrets([KEY]);

describe("a known secret", () => {
  it.each([
    ["as it is", KEY],
    ["in JSON", JSON.stringify(KEY).slice(1, -1)],
    ["in a URL", encodeURIComponent(KEY)],
    ["in a URL, in lower case", encodeURIComponent(KEY).replace(/%../g, (code) => code.toLowerCase())],
  ])("is masked %s", (_name, form) => {
    for (const mask of [secrets.mask.bind(secrets), secrets.maskKnown.bind(secrets)]) {
      expect(mask(`before ${form} after ${form}`)).toBe("before *** after ***");
    }
  });

  it.each(["", "u", "us", "user:", "a longer user:"])("is masked in Base64 behind %j", (before) => {
    const text = Buffer.from(`${before}${KEY} and more`).toString("base64");
    const shown = Buffer.from(secrets.maskKnown(text).replaceAll("*", ""), "base64").toString("latin1");
    expect(secrets.maskKnown(text)).toContain("***");
    expect(shown).not.toMatch(/Zq\/k|7731/);
  });

  it("is masked in messages even when it is short, in data only when it is long", () => {
    const short = new Secrets(["billing"]);
    expect([short.mask("billing"), short.maskKnown("billing")]).toEqual(["***", "billing"]);
    expect(new Secrets(["none"]).mask("none of it")).toBe("none of it");
  });

  it("is masked everywhere in a value; what only looks like a key stays", () => {
    const answer = { text: `sk-abcdefgh ${KEY}`, calls: [{ arguments: { key: KEY } }], n: 1, none: null };
    expect(secrets.maskKnownIn(answer)).toEqual({
      text: "sk-abcdefgh ***",
      calls: [{ arguments: { key: "***" } }],
      n: 1,
      none: null,
    });
    expect(secrets.mask("sk-abcdefgh")).toBe("sk-***");
  });
});

it("finds the secrets of a URL", () => {
  expect(secretsInUrl("https://u:p%40ss@h/v1?api_key=k%2F1&x=2&sig=s")).toEqual([
    "p@ss",
    "u:p@ss",
    "p%40ss",
    "k/1",
    "s",
  ]);
  expect(secretsInUrl("https://token@h/")).toEqual(["token"]);
  expect(secretsInUrl("no URL")).toEqual([]);
});

it("knows the variables that hold secrets by their names, and passwords of proxies", () => {
  const env = {
    OPENAI_API_KEY: "a",
    DB_PASSWORD: "b",
    npm_authToken: "c",
    PWD: "d",
    PATH: "e",
    https_proxy: "http://u:word@h",
  };
  expect(secretsInEnvironment(env)).toEqual(["a", "b", "c", "word", "u:word", "word"]);
});

it.each(["api_key", "apiKey", "x-goog-api-key", "X-Auth", "clientSecret", "token", "Cookie"])(
  "%s is secret",
  (name) => {
    expect(isSecretName(name)).toBe(true);
  },
);
it.each(["max_tokens", "monkey", "keyboard", "author", "tokenizer"])("%s is not secret", (name) => {
  expect(isSecretName(name)).toBe(false);
});
