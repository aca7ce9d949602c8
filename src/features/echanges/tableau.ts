import { formatDate } from '../../domain/date.ts';
import type { Section } from '../dpo/section.ts';
import { ALERTES, alertesEchange } from './rules.ts';
import { allEchanges } from './store.ts';

const JOURS = 30;
const LIGNES_MAX = 5;

/** On the board: the exchanges of the last thirty days, the latest first. */
export const sectionEchanges: Section = {
  cle: 'echanges',
  titre: 'Échanges de données du dernier mois',
  vide: 'Aucun échange n’est noté depuis trente jours.',
  tout: { href: '/echanges', label: 'Tous les échanges' },
  lire: async ({ db, territoire, today }) => {
    const since = today.subtract({ days: JOURS });
    return (await allEchanges(db, territoire.id))
      .filter(({ le }) => Temporal.PlainDate.compare(le, since) >= 0)
      .sort((a, b) => Temporal.PlainDate.compare(b.le, a.le))
      .slice(0, LIGNES_MAX)
      .map((one) => {
        const alertes = alertesEchange(one);
        return {
          titre: `${one.service} : ${one.finalite}`,
          href: `/echanges/${one.id}`,
          quand: formatDate(one.le),
          tone: alertes.length > 0 ? 'warning' : 'neutral',
          etat: alertes.length > 0 ? alertes.map((alerte) => ALERTES[alerte]).join(', ') : 'Noté',
          attend: false,
        };
      });
  },
};
