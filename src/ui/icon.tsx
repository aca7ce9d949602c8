/** Names of the drawings in `Icon`. */
export type IconName = keyof typeof DRAWINGS;

const DRAWINGS = {
  success: 'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Zm-1.4 14.6-4.2-4.2 1.5-1.5 2.7 2.7 5.5-5.6 1.5 1.5-7 7.1Z',
  warning: 'M12 2.5 1.2 21h21.6L12 2.5Zm-1.1 6.7h2.2v6h-2.2v-6Zm1.1 9.5a1.4 1.4 0 1 1 0-2.8 1.4 1.4 0 0 1 0 2.8Z',
  danger:
    'M7.9 2h8.2L22 7.9v8.2L16.1 22H7.9L2 16.1V7.9L7.9 2Zm3 4.8v6.6h2.2V6.8h-2.2Zm1.1 10.6a1.4 1.4 0 1 0 0-2.8 1.4 1.4 0 0 0 0 2.8Z',
  info: 'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Zm0 4.4a1.4 1.4 0 1 1 0 2.8 1.4 1.4 0 0 1 0-2.8Zm-1.1 4.3h2.2v7h-2.2v-7Z',
  neutral: 'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Zm0 2.4a7.6 7.6 0 1 1 0 15.2 7.6 7.6 0 0 1 0-15.2Z',
  clock:
    'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Zm0 2.2a7.8 7.8 0 1 1 0 15.6 7.8 7.8 0 0 1 0-15.6ZM10.9 6.5v6l4.6 2.8 1.1-1.8-3.5-2.1V6.5h-2.2Z',
  place: 'M12 2a7 7 0 0 0-7 7c0 5 7 13 7 13s7-8 7-13a7 7 0 0 0-7-7Zm0 9.6a2.6 2.6 0 1 1 0-5.2 2.6 2.6 0 0 1 0 5.2Z',
  phone: 'M6.6 2.5 3.2 4.2c-.7 8.6 8 17.3 16.6 16.6l1.7-3.4-4.6-3.6-2.4 1.7a12 12 0 0 1-6-6l1.7-2.4-3.6-4.6Z',
  calendar: 'M7 2v2H3.5v17h17V4H17V2h-2v2H9V2H7Zm11.3 8v8.8H5.7V10h12.6Z',
  person: 'M12 12a5 5 0 1 0 0-10 5 5 0 0 0 0 10Zm0 2c-4.4 0-9 2.2-9 6v2h18v-2c0-3.8-4.6-6-9-6Z',
  download: 'M10.9 3h2.2v9.3l3.4-3.4 1.5 1.5-6 6-6-6 1.5-1.5 3.4 3.4V3ZM4 18.8h16V21H4v-2.2Z',
  next: 'm9 5.5 1.6-1.6L18.7 12l-8.1 8.1L9 18.5l6.5-6.5L9 5.5Z',
  previous: 'm15 5.5-1.6-1.6L5.3 12l8.1 8.1 1.6-1.6L8.5 12 15 5.5Z',
  lock: 'M12 2a5 5 0 0 0-5 5v3H5v12h14V10h-2V7a5 5 0 0 0-5-5Zm-2.8 8V7a2.8 2.8 0 0 1 5.6 0v3H9.2Zm2.8 3.4a1.9 1.9 0 0 1 1 3.5v2h-2v-2a1.9 1.9 0 0 1 1-3.5Z',
  search:
    'M10.5 3a7.5 7.5 0 1 0 4.6 13.4l4.5 4.5 1.5-1.5-4.5-4.5A7.5 7.5 0 0 0 10.5 3Zm0 2.2a5.3 5.3 0 1 1 0 10.6 5.3 5.3 0 0 1 0-10.6Z',
} as const;

/** A drawing beside a text that already says the same: hidden from screen readers, coloured by the text around it. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg
      class="e-icon"
      viewBox="0 0 24 24"
      width="24"
      height="24"
      fill="currentColor"
      aria-hidden="true"
      focusable="false"
    >
      <path fill-rule="evenodd" d={DRAWINGS[name]} />
    </svg>
  );
}
