import { sha256 } from "../../base/digest.ts";

/**
 * A delimiter for texts that must not be able to close their own fence: derived from the texts themselves, so that
 * the same texts give the same prompt (it is cached) and nobody can write a text that holds its own delimiter.
 */
export function delimiterOf(texts: readonly string[]): string {
  let seed = texts.map((text) => `${text.length}:${text}`).join("");
  for (;;) {
    const delimiter = sha256(seed).slice(0, 16);
    if (!texts.some((text) => text.includes(delimiter))) return delimiter;
    seed = `${delimiter}\n${seed}`;
  }
}

export function fence(name: string, text: string, delimiter: string): string {
  return `<<<${name} ${delimiter}>>>\n${text}\n<<<END ${name} ${delimiter}>>>`;
}
