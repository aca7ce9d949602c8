import {
  echeancesConformite,
  etatLieu,
  type LieuConstate,
  type LieuEnAccord,
  phraseCriteres,
  type ReglesLieu,
} from '../../lieux/rules.ts';
import type { Element } from './element.ts';

type Jour = Temporal.PlainDate;

/** A lieu with what was seen there and the rules of its territoire. */
export type LieuSuivi = LieuConstate &
  LieuEnAccord & { readonly structureNom: string | null; readonly regles: ReglesLieu };

/**
 * Evidence to make again, of the lieux that receive people or soon will. Past its day it stays late, until seen again.
 *
 * Source: art. 1.2, « il devra s'agir ».
 * Example: everything seen on 2024-12-20 → 2026-12-20.
 */
export function elementsDesLieux(lieux: readonly LieuSuivi[], jour: Jour): readonly Element[] {
  return lieux
    .filter((lieu) => ['ouvert', 'a_convenir'].includes(etatLieu(lieu, jour)))
    .flatMap((lieu) =>
      echeancesConformite([lieu], jour, lieu.regles).map(({ date, criteres }): Element => {
        const { id, nom, structureId, structureNom } = lieu;
        return {
          type: 'conformite',
          objet: `lieu:${id}`,
          le: date,
          depuis: null,
          sujet: nom,
          sujetPublic: nom,
          precision: `${phraseCriteres(criteres)}.`,
          structure: structureId === null || structureNom === null ? null : { id: structureId, nom: structureNom },
          href: `/lieux/${id}/fiche`,
        };
      }),
    );
}
