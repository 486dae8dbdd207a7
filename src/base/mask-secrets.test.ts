import { describe, expect, it } from "vitest";
import { maskSecrets } from "./mask-secrets.ts";

describe("maskSecrets", () => {
  it.each([
    ["a known secret", "key hunter22 is wrong", ["hunter22"], "key *** is wrong"],
    ["every occurrence", "abcd-abcd", ["abcd"], "***-***"],
    ["the longer of two nested secrets", "secret-and-more", ["secret", "secret-and-more"], "***"],
    ["regular-expression characters", "a+b(c is wrong", ["a+b(c"], "*** is wrong"],
    ["nothing for a secret too short to be one", "a cat", ["a"], "a cat"],
    ["nothing for the empty secret", "text", [""], "text"],
    [
      "an OpenAI key",
      "Incorrect API key provided: sk-proj-abc_DEF123. See",
      [],
      "Incorrect API key provided: sk-*** See",
    ],
    ["a half-starred key", "provided: sk-abcd****wxyz", [], "provided: sk-***"],
    ["an Anthropic key", "x sk-ant-api03-AbCdEf y", [], "x sk-*** y"],
    ["a Bearer token", "authorization: Bearer eyJhbGciOi.J9-x_y", [], "authorization: Bearer ***"],
    ["a lower-case bearer token", "bearer abcdefgh", [], "bearer ***"],
    ["Basic credentials", "Basic dXNlcjpwYXNz", [], "Basic ***"],
    [
      "query parameters",
      "https://h/v1?api_key=abc&x=1&token=t-9&key=k",
      [],
      "https://h/v1?api_key=***&x=1&token=***&key=***",
    ],
    ["an access token in a query", "/p?access_token=zzz#frag", [], "/p?access_token=***#frag"],
    ["a password in a URL", "http://user:pa55@proxy:3128/", [], "http://***@proxy:3128/"],
    ["plain text", "the task-sk is done; a bearer of news", [], "the task-sk is done; a bearer of news"],
  ])("masks %s", (_name, text, secrets, expected) => {
    expect(maskSecrets(text, secrets)).toBe(expected);
  });
});
