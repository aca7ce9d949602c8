/**
 * The text of a file whose encoding nobody said: UTF-8 or UTF-16 when its mark says so, UTF-8 when it reads as such, else
 * Windows-1252, in which French spreadsheets still save their CSV.
 *
 * Example: the bytes `43 E9 72 65 74` are no UTF-8 → « Céret ».
 */
export function decodeText(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
