import { InvalidArgumentError } from "commander";

/** Parsers of flag values. What they throw names the flag and what it takes; commander puts it into words. */

/** Repeated or comma-separated, one value a flag. */
export function list(value: string, earlier: readonly string[] = []): readonly string[] {
  const items = value
    .split(",")
    .map((item) => item.trim())
    .filter((item) => item !== "");
  if (items.length === 0) throw new InvalidArgumentError("It takes a name, or several separated by commas.");
  return [...earlier, ...items];
}

/** Repeated; commas belong to the value. */
export function repeated(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}

export function wholeNumber(least: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (value.trim() === "" || !Number.isSafeInteger(number) || number < least) {
      throw new InvalidArgumentError(`"${value}" is not a whole number of at least ${least}.`);
    }
    return number;
  };
}

export function positive(what: string): (value: string) => number {
  return (value) => {
    const number = Number(value.replace(/^\$/, ""));
    if (value.trim() === "" || !Number.isFinite(number) || number <= 0)
      throw new InvalidArgumentError(`"${value}" is not ${what} above 0.`);
    return number;
  };
}

export function atLeastZero(value: string): number {
  const number = Number(value);
  if (value.trim() === "" || !Number.isFinite(number) || number < 0)
    throw new InvalidArgumentError(`"${value}" is not a number of at least 0.`);
  return number;
}
