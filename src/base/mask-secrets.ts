const MASK = "***";
/** A shorter "secret" would blot out ordinary words. */
const SHORTEST_SECRET = 4;

// What stands for a variable of the environment is no secret: the name is what a reader needs.
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  // Keys as OpenAI, Anthropic and many others write them; providers quote them half-starred in their messages.
  [/\bsk-[A-Za-z0-9_*.-]{6,}/g, `sk-${MASK}`],
  [/\b(bearer|basic)\s+[A-Za-z0-9._~+/=*-]{6,}/gi, `$1 ${MASK}`],
  [
    /\b((?:proxy-)?authorization|(?:x-)?api[-_]?key|x-[a-z-]*token)(\\?["']?\s*[:=]\s*\\?["']?)(?=[^\s"',;&}]*\d)[^\s"',;&}\\]{6,}/gi,
    `$1$2${MASK}`,
  ],
  [
    /([?&](?:[a-z0-9_-]*(?:key|token|secret|signature|password|credential|auth|authorization)|sig|code|pass|pwd)=)(?!\$\{\w+\}(?:[&\s"'<>#]|$))[^&\s"'<>#]+/gi,
    `$1${MASK}`,
  ],
  [/(\b[a-z][a-z0-9+.-]*:\/\/)(?!(?:[^\s/@:"'<>]*:)?\$\{\w+\}@)[^\s/"'<>]+@/gi, `$1${MASK}@`],
];

/**
 * A text fit for logs and reports: the given secrets, and whatever looks like a key (`sk-…`, Bearer and Basic
 * credentials, an `Authorization` or `x-api-key` header, `key=`/`api_key=`/`token=` in a query, user and password in a
 * URL), replaced by `***`.
 */
export function maskSecrets(text: string, secrets: readonly string[] = []): string {
  let masked = text;
  // Longest first: a secret that holds another must not leave its ends behind.
  for (const secret of [...secrets].sort((a, b) => b.length - a.length)) {
    if (secret.length >= SHORTEST_SECRET) masked = masked.replaceAll(secret, MASK);
  }
  for (const [pattern, replacement] of PATTERNS) masked = masked.replace(pattern, replacement);
  return masked;
}
