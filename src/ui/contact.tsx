/** A phone number that a phone dials. Nothing when there is none. */
export function PhoneLink({ number }: { readonly number: string | null }) {
  if (number === null) return null;
  return <a href={`tel:${number.replaceAll(' ', '')}`}>{number.replaceAll(' ', '\u00a0')}</a>;
}

/** An address that a mail program writes to. Nothing when there is none. */
export function MailLink({ address }: { readonly address: string | null }) {
  if (address === null) return null;
  return <a href={`mailto:${address}`}>{address}</a>;
}
