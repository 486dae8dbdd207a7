import { maskSecrets } from "./mask-secrets.ts";

/** In messages: a shorter value (`test`, `none`) would blot out ordinary words. */
const SHORTEST_IN_MESSAGES = 6;
/** In data (what models and graders said): keys are longer, and what is shorter may well be a word of an answer. */
const SHORTEST_IN_DATA = 16;
/** A shorter piece of Base64 stands in other texts by chance. */
const SHORTEST_BASE64 = 10;

/** The secret values that are known to a process: learnt from the environment and from suites, never forgotten. */
export class Secrets {
  readonly #values = new Set<string>();
  #inMessages: RegExp | null = null;
  #inData: RegExp | null = null;

  constructor(values: Iterable<string> = []) {
    this.add(values);
  }

  add(values: Iterable<string>): void {
    const before = this.#values.size;
    for (const value of values) if (value.length >= SHORTEST_IN_MESSAGES) this.#values.add(value);
    if (this.#values.size === before) return;
    const all = [...this.#values];
    this.#inMessages = anyOf(all);
    this.#inData = anyOf(all.filter((value) => value.length >= SHORTEST_IN_DATA));
  }

  /** For messages: the known values in every form, and whatever looks like a key. */
  mask(text: string): string {
    return maskSecrets(this.#inMessages === null ? text : text.replace(this.#inMessages, "***"));
  }

  /**
   * For data: the known values alone, in every form, and only long ones. What merely looks like a key is the user's own
   * text and stays: a grader may be looking for it.
   */
  maskKnown(text: string): string {
    return this.#inData === null ? text : text.replace(this.#inData, "***");
  }

  /** `maskKnown` of every text in a value; the same value where there is nothing to mask. */
  maskKnownIn<T>(value: T): T {
    return this.#inData === null ? value : (mapTexts(value, (text) => this.maskKnown(text)) as T);
  }
}

/** A copy of JSON-like data with every text replaced; keys stay. */
export function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, mapTexts(member, change)]));
}

function anyOf(values: readonly string[]): RegExp | null {
  // Longest first: a secret that holds another must not leave its ends behind.
  const forms = [...new Set(values.flatMap(formsOf))].sort((a, b) => b.length - a.length);
  return forms.length === 0 ? null : new RegExp(forms.map(escapeRegExp).join("|"), "g");
}

/** A secret as it is, in JSON, in a URL, and inside of anything in Base64. */
function formsOf(secret: string): string[] {
  const url = encodeURIComponent(secret);
  return [
    secret,
    // Messages are put on one line.
    secret.replace(/\s+/g, " "),
    JSON.stringify(secret).slice(1, -1),
    url,
    url.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    encodeURI(secret),
    ...base64Forms(secret),
  ];
}

/** What every Base64 text holds that encodes a text with the secret in it: one form for each of the three alignments. */
function base64Forms(secret: string): string[] {
  const bytes = Buffer.byteLength(secret);
  return [0, 1, 2].flatMap((offset) => {
    const whole = Buffer.from("\0".repeat(offset) + secret).toString("base64");
    // Characters that hold bits of a neighbour differ from text to text.
    const from = Math.ceil((offset * 8) / 6);
    const core = whole.slice(from, Math.floor(((offset + bytes) * 8) / 6));
    return core.length < SHORTEST_BASE64 ? [] : [core, core.replaceAll("+", "-").replaceAll("/", "_")];
  });
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}

/** Whether a key, a header or a variable of this name holds a secret: `api_key`, `accessToken`, `X-Auth`, `DB_PASSWORD`. */
export function isSecretName(name: string): boolean {
  const words = name.replace(/([a-z0-9])([A-Z])/g, "$1-$2");
  return /(^|[^a-z])(api_?key|key|token|secret|password|passwd|passphrase|credentials?|cookie|auth|authorization|signature)$/i.test(
    words,
  );
}

/** The secrets that a URL holds: user and password, and what stands under a secret's name in its query. */
export function secretsInUrl(url: string): string[] {
  if (!URL.canParse(url)) return [];
  const { username, password, searchParams } = new URL(url);
  const [user, word] = [decoded(username), decoded(password)];
  // A token alone stands where the user's name would.
  const credentials = word === "" ? [user] : [word, `${user}:${word}`, password];
  const query = [...searchParams].filter(([name]) => isSecretName(name) || /^(sig|code|pass|pwd)$/i.test(name));
  return [...credentials, ...query.map(([, value]) => value)].filter((value) => value !== "");
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const PROXIES = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"];

/** Values of variables whose name says that they are secret, whoever they are for: a program may print all of them. */
export function secretsInEnvironment(env: Readonly<Record<string, string | undefined>>): string[] {
  const named = Object.entries(env).flatMap(([name, value]) => (value && isSecretName(name) ? [value.trim()] : []));
  const proxies = PROXIES.flatMap((name) => [env[name], env[name.toLowerCase()]]);
  return [...named, ...proxies.flatMap((url) => (url ? secretsInUrl(url) : []))];
}
