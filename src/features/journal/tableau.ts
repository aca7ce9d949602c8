import { formatDateLongue, formatHeure, parisDate, parisTime } from '../../domain/date.ts';
import type { Section } from '../dpo/section.ts';
import { etatDeLaChaine } from './store.ts';

/** Beyond that, the sealer no longer follows: it seals each entry within seconds. */
const ATTENTE_MAX = 100;

/** On the board: the head of the journal's chain. */
export const sectionJournal: Section = {
  cle: 'journal',
  titre: 'Journal : la tête de la chaîne',
  vide: 'Aucun maillon n’est encore scellé.',
  tout: { href: '/journal', label: 'Tout le journal' },
  lire: async ({ db, territoire }) => {
    const { rang, scelleAt, attente } = await etatDeLaChaine(db, territoire.id);
    if (scelleAt === null) return [];
    const isLate = attente > ATTENTE_MAX;
    const waiting = attente === 0 ? '' : ` ; ${attente} ${attente > 1 ? 'actes attendent' : 'acte attend'} son sceau`;
    return [
      {
        titre: `Maillon n° ${rang.toLocaleString('fr-FR')}${waiting}`,
        href: '/journal',
        quand: `scellé le ${formatDateLongue(parisDate(scelleAt))} à ${formatHeure(parisTime(scelleAt))}`,
        tone: isLate ? 'danger' : 'success',
        etat: isLate ? 'Le sceau est en retard' : 'À jour',
        attend: isLate,
      },
    ];
  },
};
