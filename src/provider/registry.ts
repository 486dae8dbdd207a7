import type { ProviderDefinition } from "./adapter.ts";
import { anthropic } from "./anthropic.ts";
import { exec } from "./exec.ts";
import { http } from "./http.ts";
import { moduleProvider } from "./module.ts";
import { openai } from "./openai.ts";
import { recorded } from "./recorded.ts";
import { simulated } from "./simulated.ts";

/** Every kind of provider a suite may name. One line each. */
export const providers: Readonly<Record<string, ProviderDefinition>> = Object.fromEntries(
  [openai, anthropic, http, exec, moduleProvider, recorded, simulated].map((definition) => [
    definition.type,
    definition,
  ]),
);
