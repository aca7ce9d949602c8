import { formatDate, parisDate } from '../../domain/date.ts';
import type { Ligne, Section } from '../dpo/section.ts';
import { tousLesAcces } from './acces/store.ts';
import { certificats } from './destruction/certificats/store.ts';
import { enAttente } from './destruction/suivi/store.ts';
import { reglagesDe } from './reglages/store.ts';
import { type CompteAttente, compterAttentes, MOTIFS_ATTENTE } from './rules.ts';
import { tousLesSursis } from './sursis/store.ts';

const CERTIFICATS_MONTRES = 3;
/** How far back the board says who looked. */
const ACCES_JOURS = 30;

/** Motives that end by themselves: nobody has anything to do. */
const PATIENTS: ReadonlySet<CompteAttente['motif']> = new Set(['tiers', 'passage']);

function attente({ motif, demarches, identites, depuis }: CompteAttente): Ligne {
  const isPatient = PATIENTS.has(motif);
  return {
    titre: `${MOTIFS_ATTENTE[motif]} : ${demarches + identites}`,
    href: '/destructions',
    quand: `depuis le ${formatDate(parisDate(depuis))}`,
    tone: isPatient ? 'info' : 'warning',
    etat: isPatient ? 'En cours' : 'Attend',
    attend: !isPatient,
  };
}

/** On the board: what waits for its destruction and why, then the last certificates. */
export const sectionDestructions: Section = {
  cle: 'destructions',
  titre: 'Destruction des mandats',
  vide: 'Rien n’attend d’être détruit, et rien ne l’a encore été.',
  tout: { href: '/destructions', label: 'Ce qui attend, ce qui est détruit, et les certificats' },
  lire: async ({ db, territoire, now }) => {
    const { visa } = await reglagesDe(db, territoire.id);
    const waiting = compterAttentes(await enAttente(db, territoire.id, visa, now));
    const last = (await certificats(db, territoire.id)).slice(0, CERTIFICATS_MONTRES);
    return [
      ...waiting.map(attente),
      ...last.map(
        ({ numero, nombre, createdAt }): Ligne => ({
          titre: `Certificat n° ${numero} : ${nombre} ${nombre > 1 ? 'destructions' : 'destruction'}`,
          href: '/destructions',
          quand: formatDate(parisDate(createdAt)),
          tone: 'success',
          etat: 'Détruit',
          attend: false,
        }),
      ),
    ];
  },
};

/** On the board: who opened a mandat for a serious reason of late, and which are held back. */
export const sectionAcces: Section = {
  cle: 'acces-mandats',
  titre: 'Mandats lus par d’autres que leur mandataire',
  vide: 'Personne n’en a lu depuis un mois, et aucun n’est en sursis.',
  tout: { href: '/mandats/acces', label: 'Tous les accès exceptionnels' },
  lire: async ({ db, territoire, now }) => {
    const since = now.subtract({ hours: 24 * ACCES_JOURS });
    const recent = (await tousLesAcces(db, territoire.id)).filter(
      ({ ouvertAt }) => Temporal.Instant.compare(ouvertAt, since) >= 0,
    );
    const held = (await tousLesSursis(db, territoire.id)).filter(({ leveAt }) => leveAt === null);
    return [
      ...held.map(
        ({ code, poseAt }): Ligne => ({
          titre: `Mandat ${code} : en sursis`,
          href: '/mandats/sursis',
          quand: `depuis le ${formatDate(parisDate(poseAt))}`,
          tone: 'info',
          etat: 'Retenu',
          attend: false,
        }),
      ),
      ...recent.map(({ code, compte, ouvertAt, expireAt }): Ligne => {
        const isOpen = Temporal.Instant.compare(expireAt, now) > 0;
        return {
          titre: `Mandat ${code} : ${compte}`,
          href: '/mandats/acces',
          quand: formatDate(parisDate(ouvertAt)),
          tone: isOpen ? 'warning' : 'neutral',
          etat: isOpen ? 'Ouvert maintenant' : 'Refermé',
          attend: false,
        };
      }),
    ];
  },
};
