/** `812 bytes`, `64 KB`, `5.2 MB`: of 1,024, as file lists count. */
export function bytesText(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  const kilo = bytes / 1024;
  if (kilo < 1024) return `${kilo < 10 ? kilo.toFixed(1) : Math.round(kilo)} KB`;
  return `${(kilo / 1024).toFixed(1)} MB`;
}
