import type { Cle } from './source.ts';

/** Where a row is corrected, and by whom. */
export type Correction = { readonly href: string; readonly label: string; readonly qui: string };

const EQUIPE = 'l’équipe technique';
const ADMINISTRATION = 'l’administration';

const PAGES: Readonly<Record<string, (id: string) => Correction>> = {
  agent: (id) => ({ href: `/agents/${id}/modifier`, label: 'La fiche de l’agent', qui: EQUIPE }),
  compte: () => ({ href: '/administration', label: 'Les comptes', qui: ADMINISTRATION }),
  structure: (id) => ({ href: `/structures/${id}/modifier`, label: 'La fiche de la structure', qui: EQUIPE }),
  referent: () => ({ href: '/structures', label: 'La structure de ce référent', qui: EQUIPE }),
  demande: (id) => ({ href: `/demandes/${id}`, label: 'La demande d’accueil', qui: EQUIPE }),
  membre: (id) => ({ href: `/membres/${id}/modifier`, label: 'La fiche du membre', qui: EQUIPE }),
  lieu: (id) => ({ href: `/lieux/${id}/modifier`, label: 'La fiche du lieu', qui: EQUIPE }),
  convention: (id) => ({ href: `/conventions/${id}`, label: 'La convention', qui: EQUIPE }),
  convention_evenement: () => ({ href: '/conventions', label: 'L’événement de la convention', qui: EQUIPE }),
  territoire: () => ({ href: '/reglages', label: 'Les réglages du Département', qui: ADMINISTRATION }),
};

/** Where a row is corrected; null where nothing is corrected by hand: it is a trace, which leaves at its time. */
export function correctionDe({ table, cle }: { readonly table: string; readonly cle: Cle }): Correction | null {
  return PAGES[table]?.(cle['id'] ?? '') ?? null;
}
