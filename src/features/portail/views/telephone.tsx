/** Address that a phone calls: « 04 00 00 00 12 » → `tel:0400000012`. */
export function hrefTelephone(numero: string): string {
  return `tel:${numero.replace(/[^+0-9]/g, '')}`;
}

/** A number that a phone can call. */
export function Telephone({ numero }: { readonly numero: string }) {
  return (
    <a class="e-telephone" href={hrefTelephone(numero)}>
      {numero}
    </a>
  );
}
