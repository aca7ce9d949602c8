/** A text as it is read aloud: the spaces that hold words together are spaces. */
export function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
