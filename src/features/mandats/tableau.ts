import type { Ligne, Section } from '../dpo/section.ts';
import { tousLesAcces } from './acces/store.ts';
import { quand } from './quand.ts';
import { reglagesDe } from './reglages/store.ts';
import { tousLesSursis } from './sursis/store.ts';

/** How long an access stays on the board once it is over. */
const JOURS = 30;
const ACCES_MAX = 5;

/** On the board of the DPO: who opened a mandat lately, what is held, and whether destruction waits for its visa. */
export const sectionMandats: Section = {
  cle: 'mandats',
  titre: 'Mandats',
  vide: `Aucun mandat n’est en sursis, ni n’a été ouvert par accès exceptionnel depuis ${JOURS} jours.`,
  tout: { href: '/mandats/acces', label: 'Tous les accès aux mandats' },
  lire: async ({ db, territoire, now }) => {
    const since = now.subtract({ hours: 24 * JOURS });
    const acces = (await tousLesAcces(db, territoire.id))
      .filter(({ expireAt }) => Temporal.Instant.compare(expireAt, since) > 0)
      .slice(0, ACCES_MAX)
      .map(({ code, compte, ouvertAt, expireAt }): Ligne => {
        const isOpen = Temporal.Instant.compare(expireAt, now) > 0;
        return {
          titre: `Mandat ${code}, ouvert par ${compte}`,
          href: '/mandats/acces',
          quand: `le ${quand(ouvertAt)}`,
          tone: isOpen ? 'warning' : 'neutral',
          etat: isOpen ? 'Ouvert' : 'Refermé',
          attend: false,
        };
      });
    const sursis = (await tousLesSursis(db, territoire.id))
      .filter(({ leveAt }) => leveAt === null)
      .map(
        ({ mandatId, code, poseAt }): Ligne => ({
          titre: `Mandat ${code}, en sursis`,
          href: `/mandats/${mandatId}/sursis`,
          quand: `depuis le ${quand(poseAt)}`,
          tone: 'warning',
          etat: 'En sursis',
          attend: false,
        }),
      );
    const { visa } = await reglagesDe(db, territoire.id);
    const sansVisa: Ligne = {
      titre: 'Visa des archives départementales',
      href: '/mandats/reglages',
      quand: null,
      tone: 'warning',
      etat: 'La destruction attend',
      attend: false,
    };
    return [...acces, ...sursis, ...(visa === null ? [sansVisa] : [])];
  },
};
