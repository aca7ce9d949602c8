/** An ordinary space that French keeps together: before « ; : ! ? » », after « « », « art. » and « n° »; not inside a tag, a `<title>` nor a `<textarea>`. */
const UNBREAKABLE = /(?:(?<=«|\b[Aa]rt\.|n°) | (?=[;:!?»]))(?![^<>]*(?:>|<\/(?:textarea|title)))/g;

/**
 * A page whose punctuation never starts a line: the no-break spaces that French asks for are put in its texts, its
 * attributes and what people typed in its fields being left as they are.
 *
 * Example: `<p title="a : b">Motif : « x »</p>` keeps its `title`, and has no-break spaces around « : » and « x ».
 */
export function withNoBreakSpaces(html: string): string {
  return html.replace(UNBREAKABLE, '\u00a0');
}

/**
 * The same for a text that is no page: `<` and `>` are characters like others.
 *
 * Example: « a < b : c » → a no-break space before « : ».
 */
export function withNoBreakSpacesInText(text: string): string {
  return text.replace(/(?<=«|\b[Aa]rt\.|n°) | (?=[;:!?»])/g, '\u00a0');
}
