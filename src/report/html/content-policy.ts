import { createHash } from "node:crypto";
import type { ViewerApp } from "../definition.ts";

/**
 * Nothing runs but the one script, nothing is asked for from anywhere, and no text becomes markup: whatever a model has
 * written is shown and never obeyed.
 */
export function contentPolicy({ script, style }: Pick<ViewerApp, "script" | "style">): string {
  return [
    "default-src 'none'",
    `script-src '${sourceHash(script)}'`,
    `style-src '${sourceHash(style)}'`,
    "img-src data: blob:",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
}

function sourceHash(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
