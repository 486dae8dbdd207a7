/** Where a hash starts. */
export const HASH_START = 0x811c9dc5;

/** FNV-1a over UTF-16 code units; goes on from a state, so that the parts of a text hash like the whole. */
export function hashText(text: string, state = HASH_START): number {
  let code = state;
  for (let i = 0; i < text.length; i++) code = Math.imul(code ^ text.charCodeAt(i), 0x01000193);
  return code;
}

/** FNV's low bits are weak; this mixes the high ones into them. @returns an unsigned 32-bit number */
export function spreadHash(code: number): number {
  const mixed = Math.imul(code ^ (code >>> 15), 0x2c1b3c6d);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}
