import { canonicalJson, digestOf, sha256 } from "../base/digest.ts";
import type { ModelRequest } from "../domain/request.ts";
import type { ModelSpec } from "../domain/suite.ts";

/** Headers that say who asks, not what is asked. */
const CREDENTIAL = /auth|key|token|secret|cookie|password/i;

/**
 * The part of a fingerprint that all trials of a model share: whom is asked, and how. Not in it: what changes no
 * answer (limits, time-outs, prices, keys, where a file lies whose content is in it).
 * @param contentDigests digests of the files that the provider runs or reads
 */
export function modelDigest(model: ModelSpec, contentDigests: readonly string[]): string {
  const { provider, params, baseUrl, stream } = model;
  const headers = Object.fromEntries(
    Object.entries(model.headers)
      .filter(([name]) => !CREDENTIAL.test(name))
      .map(([name, value]) => [name.toLowerCase(), value]),
  );
  const { path, ...rest } = model.options;
  const options = contentDigests.length > 0 || path === undefined ? rest : { ...rest, path };
  return digestOf({ provider, model: model.model, params, baseUrl, headers, options, stream, contentDigests });
}

/** `sha256:…` over provider, model, parameters, rendered messages, tools and repeat: equal content, equal fingerprint. */
export function trialFingerprint(model: string, request: ModelRequest, repeat: number): string {
  const { messages, input, tools, toolChoice, outputSchema, embed, logprobs } = request;
  // As written, not sorted: models fill in the fields of a schema in its order, reasoning before or after the answer.
  const rest =
    tools.length === 0 && toolChoice === null && outputSchema === null
      ? ""
      : JSON.stringify([tools, toolChoice, outputSchema]);
  // Programs see the input itself beside the messages. A text is quoted: it may look like the JSON of an object.
  const content = `${model}\n${repeat}\n${canonicalJson(messages)}\n${rest}\n${canonicalJson(input)}`;
  // Left out where they are not asked for: what was cached before they existed stays good.
  const extras = embed === undefined && logprobs === undefined ? "" : `\n${JSON.stringify([embed, logprobs])}`;
  return `sha256:${sha256(content + extras)}`;
}
