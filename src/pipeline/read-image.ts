import { readFileSync } from "node:fs";
import { extname } from "node:path";
import type { ReadImage } from "../plan/render.ts";

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".jpeg": "image/jpeg",
  ".gif": "image/gif",
  ".webp": "image/webp",
};

/** Reads images once and keeps the last few: several candidates see a case at about the same time. */
export function imageReader(keep = 32): ReadImage {
  const cache = new Map<string, { mediaType: string; data: string }>();
  return (path) => {
    const found = cache.get(path);
    if (found) return found;
    const mediaType = MEDIA_TYPES[extname(path).toLowerCase()];
    if (mediaType === undefined) throw new Error(`images are ${Object.keys(MEDIA_TYPES).join(", ")}`);
    const image = { mediaType, data: readFileSync(path).toString("base64") };
    if (cache.size >= keep) cache.delete(cache.keys().next().value ?? "");
    cache.set(path, image);
    return image;
  };
}
