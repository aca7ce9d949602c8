import type { Section } from '../dpo/section.ts';
import { pathOf } from './chemin.ts';
import { ETATS_VIOLATION, etatViolation, horloge, phraseHorloge } from './rules.ts';
import { allViolations } from './store.ts';

/** On the board: every breach that is open, those whose clock runs first. */
export const sectionViolations: Section = {
  cle: 'violations',
  titre: 'Violations de données',
  vide: 'Aucune violation n’est ouverte.',
  tout: { href: '/violations', label: 'Toutes les violations' },
  lire: async ({ db, territoire, now }) => {
    const open = (await allViolations(db, territoire.id)).filter(({ cloture }) => cloture === null);
    return open
      .map((one) => ({ one, clock: horloge(one, now), etat: etatViolation(one, now) }))
      .sort(
        (a, b) =>
          Number(a.clock.etat === 'arretee') - Number(b.clock.etat === 'arretee') ||
          Temporal.Instant.compare(a.clock.echeance, b.clock.echeance),
      )
      .map(({ one, clock, etat }) => ({
        titre: `${one.reference} : ${one.faits.sortes}`,
        href: pathOf(one),
        quand: clock.etat === 'arretee' ? null : phraseHorloge(clock),
        tone: clock.etat === 'court' ? 'warning' : clock.etat === 'depassee' ? 'danger' : 'info',
        etat: ETATS_VIOLATION[etat],
        attend: clock.etat !== 'arretee',
      }));
  },
};
