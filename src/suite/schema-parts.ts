import * as z from "zod";

/** Ids of models and prompts: they stand in candidate ids, file names and flags. */
export const ID_PATTERN = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;
export const ID_WORDS = "letters, digits, dots, dashes and underscores, starting with a letter or a digit";

/** A text that may not be empty. */
export const text = () => z.string().min(1);
export const count = () => z.int().min(1);
/** Seconds, above 0. */
export const seconds = () => z.number().positive();
export const share = () => z.number().min(0).max(1);
export const usd = () => z.number().min(0);

/** A hint for `missing "x"; …`; every other mistake keeps its own words. */
export const whenMissing = (hint: string) => ({
  error: (issue: { readonly input?: unknown }) => (issue.input === undefined ? hint : undefined),
});

export const scalar = () => z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** Any object: the user's own data. */
export const anyObject = () => z.record(z.string(), z.unknown());
