import { canonicalJson, digestOf, sha256 } from "../base/digest.ts";
import type { ModelRequest } from "../domain/request.ts";
import type { ModelSpec } from "../domain/suite.ts";

/**
 * The part of a fingerprint that all trials of a model share: whom is asked, and how. Not in it: what changes no
 * answer (limits, time-outs, prices, the name of the key).
 * @param contentDigests digests of the files that the provider runs or reads
 */
export function modelDigest(model: ModelSpec, contentDigests: readonly string[]): string {
  const { provider, params, baseUrl, options } = model;
  return digestOf({ provider, model: model.model, params, baseUrl, options, stream: model.stream, contentDigests });
}

/** `sha256:…` over provider, model, parameters, rendered messages, tools and repeat: equal content, equal fingerprint. */
export function trialFingerprint(model: string, request: ModelRequest, repeat: number): string {
  const { messages, input, tools, toolChoice, outputSchema } = request;
  const rest =
    tools.length === 0 && toolChoice === null && outputSchema === null
      ? ""
      : canonicalJson({ tools, toolChoice, outputSchema });
  // Programs see the input itself beside the messages; for a chat API it is in the messages already.
  const own = typeof input === "string" ? input : canonicalJson(input);
  return `sha256:${sha256(`${model}\n${repeat}\n${JSON.stringify(messages)}\n${rest}\n${own}`)}`;
}
