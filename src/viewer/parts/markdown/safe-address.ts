const SCHEMES = ["http:", "https:", "mailto:"];

/** An address that may be a link: absolute, of a known scheme. null: it stays text. */
export function safeAddress(href: string): string | null {
  try {
    const { protocol, href: whole } = new URL(href);
    return SCHEMES.includes(protocol) ? whole : null;
  } catch {
    return null;
  }
}
