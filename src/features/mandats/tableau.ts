import { formatDate, parisDate } from '../../domain/date.ts';
import type { Ligne, Section } from '../dpo/section.ts';
import { accesRecents } from './acces/store.ts';
import { certificats } from './destruction/certificats/store.ts';
import { enAttente } from './destruction/suivi/store.ts';
import { quand } from './quand.ts';
import { reglagesDe } from './reglages/store.ts';
import { type CompteAttente, compterAttentes, MOTIFS_ATTENTE } from './rules.ts';
import { sursisEnCours } from './sursis/store.ts';

/** How long an access stays on the board once it is over. */
const JOURS = 30;
const ACCES_MAX = 5;
const SURSIS_MAX = 20;

/** On the board of the DPO: who opened a mandat lately, what is held, and whether destruction waits for its visa. */
export const sectionMandats: Section = {
  cle: 'mandats',
  titre: 'Mandats',
  vide: `Aucun mandat n’est en sursis, ni n’a été ouvert par accès exceptionnel depuis ${JOURS} jours.`,
  tout: { href: '/mandats/acces', label: 'Tous les accès aux mandats' },
  lire: async ({ db, territoire, now }) => {
    const since = now.subtract({ hours: 24 * JOURS });
    const acces = (await accesRecents(db, territoire.id, { since, max: ACCES_MAX })).map(
      ({ code, compte, ouvertAt, expireAt }): Ligne => {
        const isOpen = Temporal.Instant.compare(expireAt, now) > 0;
        return {
          titre: `Mandat ${code}, ouvert par ${compte}`,
          href: '/mandats/acces',
          quand: `le ${quand(ouvertAt)}`,
          tone: isOpen ? 'warning' : 'neutral',
          etat: isOpen ? 'Ouvert' : 'Refermé',
          attend: false,
        };
      },
    );
    const held = await sursisEnCours(db, territoire.id, SURSIS_MAX + 1);
    const sursis = held.slice(0, SURSIS_MAX).map(
      ({ mandatId, code, poseAt }): Ligne => ({
        titre: `Mandat ${code}, en sursis`,
        href: `/mandats/${mandatId}/sursis`,
        quand: `depuis le ${quand(poseAt)}`,
        tone: 'warning',
        etat: 'En sursis',
        attend: false,
      }),
    );
    const autres: Ligne = {
      titre: 'D’autres mandats, en sursis depuis plus longtemps',
      href: '/mandats/sursis',
      quand: null,
      tone: 'warning',
      etat: 'En sursis',
      attend: false,
    };
    const { visa } = await reglagesDe(db, territoire.id);
    const sansVisa: Ligne = {
      titre: 'Visa des archives départementales',
      href: '/mandats/reglages',
      quand: null,
      tone: 'warning',
      etat: 'La destruction attend',
      attend: false,
    };
    return [...acces, ...sursis, ...(held.length > SURSIS_MAX ? [autres] : []), ...(visa === null ? [sansVisa] : [])];
  },
};

const CERTIFICATS_MONTRES = 3;

/** Motives that end by themselves: nobody has anything to do. */
const PATIENTS: ReadonlySet<CompteAttente['motif']> = new Set(['tiers', 'passage']);

function attente({ motif, demarches, identites, depuis }: CompteAttente, now: Temporal.Instant): Ligne {
  const isPatient = PATIENTS.has(motif);
  const since = Temporal.Instant.compare(depuis, now) > 0 ? 'à partir du' : 'depuis le';
  return {
    titre: `${MOTIFS_ATTENTE[motif]} : ${demarches + identites}`,
    href: '/destructions',
    quand: `${since} ${formatDate(parisDate(depuis))}`,
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
      ...waiting.map((one) => attente(one, now)),
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
