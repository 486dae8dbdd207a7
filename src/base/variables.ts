const REFERENCE = /\$\{([^}]*)\}/g;
const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

export type Environment = Readonly<Record<string, string | undefined>>;

/** Names in `${…}` of a text, each once, in order; they may be no valid names. */
export function variablesIn(text: string): string[] {
  return [...new Set([...text.matchAll(REFERENCE)].map((match) => match[1] ?? ""))];
}

export function isVariableName(name: string): boolean {
  return NAME.test(name);
}

/**
 * Puts the environment's values in place of `${VAR}` (headers, `base_url`, `url` alone). A variable that is missing or
 * empty is an error: the result must never reach a server half filled in, nor a log.
 */
export function expandVariables(text: string, env: Environment): string {
  return text.replace(REFERENCE, (_, name: string) => {
    const value = env[name];
    if (value === undefined || value === "") throw new Error(`the environment variable ${name} is not set`);
    return value;
  });
}
