import type { WireAnswer, WireRequest } from "./http-exchange.ts";
import { CREDENTIALS, withoutHeaders } from "./request-headers.ts";

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const MOST_REDIRECTS = 20;

/**
 * Sends a request to where it is sent on to, as `fetch` does: with 307 and 308 as it is, with the others a POST becomes
 * a GET without a body. Another host sees no credential, and none of the `stated` headers: any of them may be a key.
 */
export async function followRedirects(
  first: WireRequest,
  stated: readonly string[],
  send: (request: WireRequest) => Promise<WireAnswer>,
): Promise<WireAnswer> {
  let request = first;
  for (let left = MOST_REDIRECTS; ; left--) {
    const answer = await send(request);
    const location = REDIRECTS.has(answer.status) ? answer.headers.get("location") : null;
    if (location === null) return answer;
    if (left === 0) throw new Error(`redirected more than ${MOST_REDIRECTS} times`);
    await answer.text();
    request = redirected(request, answer.status, new URL(location, request.url), stated);
  }
}

function redirected(request: WireRequest, status: number, url: URL, stated: readonly string[]): WireRequest {
  const { method, headers } = request;
  const isElsewhere = url.origin !== request.url.origin;
  const becomesGet = status === 303 || (status < 303 && method === "POST");
  const dropped = new Set([
    ...(isElsewhere ? [...CREDENTIALS, "cookie", "host", ...stated] : []),
    ...(becomesGet ? ["content-type"] : []),
  ]);
  const kept = { ...request, url, headers: withoutHeaders(headers, dropped) };
  return becomesGet ? { ...kept, method: "GET", body: null } : kept;
}
