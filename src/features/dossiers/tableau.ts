import { formatDate } from '../../domain/date.ts';
import { estAvant } from '../../domain/periode.ts';
import { phrase } from '../../domain/refus.ts';
import type { Ligne, Section } from '../dpo/section.ts';
import {
  dernierJourHomologation,
  GENRES_DOSSIER,
  manquesAvantOuverture,
  PHRASES_MANQUE,
  type Rappel,
  rappelsDossiers,
} from './rules.ts';
import { allVersions, dossiersEnVigueur, type VersionInscrite } from './store.ts';

function rappel({ type, version, le }: Rappel, today: Temporal.PlainDate): Ligne {
  const isPast = estAvant(le, today);
  const { genre, numero } = version;
  return {
    titre: `${GENRES_DOSSIER[genre]}, version ${numero}`,
    href: `/dossiers#${genre}`,
    quand: type === 'expire' ? `expire le ${formatDate(le)}` : `à revoir le ${formatDate(le)}`,
    tone: isPast ? 'danger' : 'warning',
    etat: type === 'expire' ? 'Expire bientôt' : isPast ? 'À revoir, en retard' : 'À revoir bientôt',
    attend: true,
  };
}

function enVigueur(version: VersionInscrite): Ligne {
  const { genre, numero, decision, revoirLe } = version;
  const fin = decision === null ? '' : `jusqu’au ${formatDate(dernierJourHomologation(decision))} ; `;
  return {
    titre: `${GENRES_DOSSIER[genre]}, version ${numero}`,
    href: `/dossiers#${genre}`,
    quand: `${fin}à revoir le ${formatDate(revoirLe)}`,
    tone: 'success',
    etat: 'En vigueur',
    attend: false,
  };
}

/** On the board: what is missing, then what is soon to be reviewed or over, then what is in force. */
export const sectionDossiers: Section = {
  cle: 'dossiers',
  titre: 'Analyse d’impact et homologation',
  vide: 'Aucun dossier.',
  tout: { href: '/dossiers', label: 'Tous les dossiers' },
  lire: async ({ db, territoire, today }) => {
    const versions = await allVersions(db, territoire.id);
    const manques = manquesAvantOuverture(versions, today).map(
      (manque): Ligne => ({
        titre: phrase(PHRASES_MANQUE, manque),
        href: `/dossiers#${manque.refus.startsWith('aipd') ? 'aipd' : 'homologation'}`,
        quand: null,
        tone: 'danger',
        etat: 'Manque',
        attend: true,
      }),
    );
    const rappels = rappelsDossiers(versions, today);
    const { aipd, homologation } = await dossiersEnVigueur(db, territoire.id, today);
    const quiet = [aipd, homologation].filter(
      (one) => one !== null && !rappels.some(({ version }) => version.id === one.id),
    );
    return [
      ...manques,
      ...rappels.map((one) => rappel(one, today)),
      ...quiet.flatMap((one) => (one === null ? [] : [enVigueur(one)])),
    ];
  },
};
