/** What a message or a state announces; always doubled by a text and an icon, never by colour alone. */
export type Tone = 'success' | 'warning' | 'danger' | 'info' | 'neutral';
