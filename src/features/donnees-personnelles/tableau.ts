import { formatDateLongue } from '../../domain/date.ts';
import type { Section } from '../dpo/section.ts';
import { DONNEES } from './registre.ts';
import { derniersPassages } from './store.ts';

/** A night later than that was missed: it runs every night. */
const RETARD_JOURS = 2;

/** On the board: what the last night removed. */
export const sectionConservation: Section = {
  cle: 'conservation',
  titre: 'Conservation : la dernière nuit',
  vide: 'Aucune nuit n’est encore passée.',
  tout: { href: '/conservation', label: 'Toutes les durées, et les nuits d’avant' },
  lire: async ({ db, territoire, today }) => {
    const passages = await derniersPassages(db, territoire.id, 1);
    const jour = passages[0]?.jour;
    if (jour === undefined) return [];
    const gone = passages.filter(({ nombre }) => nombre > 0);
    const said = gone.map(({ donnee, nombre }) => {
      const nom = DONNEES.find(({ cle }) => cle === donnee)?.nom ?? donnee;
      return `${nom} : ${nombre}`;
    });
    const isLate = Temporal.PlainDate.compare(jour, today.subtract({ days: RETARD_JOURS })) < 0;
    return [
      {
        titre: said.length === 0 ? 'Rien n’avait passé sa durée' : said.join(', '),
        href: '/conservation',
        quand: formatDateLongue(jour),
        tone: isLate ? 'danger' : 'success',
        etat: isLate ? 'Des nuits manquent' : 'Effacé',
        attend: isLate,
      },
    ];
  },
};
