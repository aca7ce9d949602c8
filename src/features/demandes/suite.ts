import { isUuid } from '../../platform/http/idempotence.ts';

/**
 * The demande for which a page of another feature is open, as its address says: once its form is saved, the reader is led back
 * there. Null when the address names none.
 */
export function demandeSuivie(query: URLSearchParams): string | null {
  const id = query.get('demande') ?? '';
  return isUuid(id) ? `/demandes/${id}` : null;
}

/** An address that remembers the demande of the present one. */
export function avecDemande(path: string, query: URLSearchParams): string {
  return demandeSuivie(query) === null ? path : `${path}?demande=${query.get('demande') ?? ''}`;
}
