import { calendrierDe } from '../../domain/calendrier.ts';
import { formatDate } from '../../domain/date.ts';
import { compareJours } from '../../domain/periode.ts';
import type { Section } from '../dpo/section.ts';
import { LISTE, pathOf } from './chemin.ts';
import { dernierJourReponse, enRetardDepuis, NOMS_DROIT } from './rules.ts';
import { allDemandes } from './store.ts';

/** On the board: every request of a person that awaits its answer, those that are due first. */
export const sectionDroits: Section = {
  cle: 'droits',
  titre: 'Droits des personnes',
  vide: 'Aucune demande n’attend de réponse.',
  tout: { href: LISTE.href, label: 'Toutes les demandes' },
  lire: async ({ db, territoire, today }) => {
    const calendrier = calendrierDe(territoire.codeDepartement);
    const waiting = (await allDemandes(db, territoire.id)).filter(({ repondueLe }) => repondueLe === null);
    return waiting
      .map((demande) => ({ demande, dernier: dernierJourReponse(demande, calendrier) }))
      .sort((a, b) => compareJours(a.dernier, b.dernier))
      .map(({ demande, dernier }) => {
        const isLate = enRetardDepuis(demande, today, calendrier) !== null;
        return {
          titre: `${demande.reference} : ${NOMS_DROIT[demande.droit].nom}`,
          href: pathOf(demande),
          quand: `réponse avant le ${formatDate(dernier)} inclus`,
          tone: isLate ? 'danger' : 'warning',
          etat: isLate ? 'En retard' : 'À répondre',
          attend: true,
        } as const;
      });
  },
};
