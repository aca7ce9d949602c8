import type { z } from 'zod';
import { estRefus, phrase } from '../../domain/refus.ts';
import { type FormData, parseForm, withErrors } from '../../platform/http/form.ts';
import type { FormState } from '../../ui/form-state.ts';
import {
  clotureForm,
  correctionForm,
  declarationForm,
  faitsValues,
  informationForm,
  mesureForm,
  notificationForm,
  reouvertureForm,
  sansInformationForm,
  sansNotificationForm,
} from './forms.ts';
import {
  type EvenementDe,
  type Faits,
  instantDeParis,
  PHRASES_EVENEMENT,
  type RefusEvenement,
  type RefusHeure,
  type TypeEvenement,
  type Violation,
  verifierConnue,
  verifierEvenement,
} from './rules.ts';

type Now = Temporal.Instant;
type Ajout = Exclude<TypeEvenement, 'declaration'>;
type Refuse = RefusEvenement | RefusHeure;

/** One thing that the DPO adds to a breach: its page, its form, and the event that the form makes. */
export type Geste = {
  readonly type: Ajout;
  /** Last part of its address. */
  readonly chemin: string;
  readonly titre: string;
  readonly explique: string;
  readonly bouton: string;
  readonly flash: string;
  /** What the form holds when it opens. */
  readonly debut: (violation: Violation, now: Now) => FormState['values'];
  readonly lire: (
    sent: FormData,
    violation: Violation,
    now: Now,
  ) => { readonly evenement: EvenementDe<Ajout> } | { readonly refuse: FormState };
};

type Declaration<S extends z.ZodObject> = Omit<Geste, 'lire' | 'debut'> & {
  readonly debut?: Geste['debut'];
  readonly schema: S;
  readonly evenement: (data: z.output<S>) => EvenementDe<Ajout> | RefusHeure;
  /** The field that each refusal is about; the form as a whole where none is named. */
  readonly champs?: Partial<Record<Refuse['refus'], string>>;
};

function geste<S extends z.ZodObject>(declaration: Declaration<S>): Geste {
  const { schema, evenement: make, champs = {}, debut = () => ({}), ...rest } = declaration;
  return {
    ...rest,
    debut,
    lire: (sent, violation, now) => {
      const form = parseForm(schema, sent);
      if (!form.ok) return { refuse: form.state };
      const made = make(form.data);
      const refused: readonly Refuse[] = estRefus(made) ? [made] : verifierEvenement(violation, made, now);
      if (estRefus(made) || refused.length > 0) {
        const errors = refused.map((one) => ({
          field: champs[one.refus] ?? '',
          message: phrase(PHRASES_EVENEMENT, one),
        }));
        return { refuse: withErrors(form.state, errors) };
      }
      return { evenement: made };
    },
  };
}

type Saisie = z.output<typeof declarationForm>;

function lireFaits({ connueLe, connueHeure, ...rest }: Saisie): Faits | RefusHeure {
  const connueAt = instantDeParis(connueLe, connueHeure, 'tot');
  return estRefus(connueAt) ? connueAt : { ...rest, connueAt };
}

/** The declaration that a form makes, or the form with all that is wrong. */
export function lireDeclaration(
  sent: FormData,
  now: Now,
): { readonly evenement: EvenementDe<'declaration'> } | { readonly refuse: FormState } {
  const form = parseForm(declarationForm, sent);
  if (!form.ok) return { refuse: form.state };
  const faits = lireFaits(form.data);
  const refused = estRefus(faits) ? faits : verifierConnue(faits.connueAt, now);
  if (estRefus(faits) || refused !== null) {
    const one = refused ?? { refus: 'heure_inexistante' };
    const field = one.refus === 'heure_inexistante' ? 'connueHeure' : 'connueLe';
    return { refuse: withErrors(form.state, [{ field, message: phrase(PHRASES_EVENEMENT, one) }]) };
  }
  return { evenement: { type: 'declaration', ...faits } };
}

/** A form of a day and an hour, opened at the present minute of Paris. */
function maintenant(jour: string, heure: string): (now: Now) => FormState['values'] {
  return (now) => {
    const zoned = now.toZonedDateTimeISO('Europe/Paris');
    return {
      [jour]: zoned.toPlainDate().toString(),
      [heure]: zoned.toPlainTime().toString({ smallestUnit: 'minute' }),
    };
  };
}

export const declarationDebut = maintenant('connueLe', 'connueHeure');
const notificationDebut = maintenant('notifieeLe', 'notifieeHeure');

/** What may be added to an open breach, in the order in which the law asks for it, then its end. */
export const GESTES: readonly Geste[] = [
  geste({
    type: 'notification',
    chemin: 'notification',
    titre: 'Noter la notification à la CNIL',
    explique:
      'Notifiez d’abord sur le site de la CNIL, puis notez ici quand et sous quel numéro. Une notification peut être complétée ensuite (RGPD, article 33.4).',
    bouton: 'Enregistrer la notification',
    flash: 'La notification est enregistrée : le délai ne court plus.',
    schema: notificationForm,
    debut: (_, now) => notificationDebut(now),
    evenement: ({ notifieeLe, notifieeHeure, numero, raisonRetard }) => {
      const notifieeAt = instantDeParis(notifieeLe, notifieeHeure, 'tard');
      return estRefus(notifieeAt) ? notifieeAt : { type: 'notification', notifieeAt, numero, raisonRetard };
    },
    champs: {
      heure_inexistante: 'notifieeHeure',
      a_venir: 'notifieeLe',
      avant_connue: 'notifieeLe',
      retard_sans_raison: 'raisonRetard',
    },
  }),
  geste({
    type: 'sans_notification',
    chemin: 'sans-notification',
    titre: 'Ne pas notifier à la CNIL',
    explique:
      'C’est permis si la violation n’est pas susceptible d’engendrer un risque pour les personnes (RGPD, article 33.1). La raison reste au registre.',
    bouton: 'Enregistrer cette décision',
    flash: 'La décision de ne pas notifier est enregistrée, avec sa raison.',
    schema: sansNotificationForm,
    evenement: ({ raison }) => ({ type: 'sans_notification', raison }),
  }),
  geste({
    type: 'information',
    chemin: 'information',
    titre: 'Noter l’information des personnes',
    explique:
      'Un risque élevé oblige à le dire aux personnes, en termes clairs et simples, dans les meilleurs délais (RGPD, article 34).',
    bouton: 'Enregistrer l’information',
    flash: 'L’information des personnes est enregistrée.',
    schema: informationForm,
    debut: ({ faits }, now) => ({
      informeesLe: now.toZonedDateTimeISO('Europe/Paris').toPlainDate().toString(),
      informees: faits.personnes === null || faits.personnes === 0 ? '' : String(faits.personnes),
    }),
    evenement: (data) => ({ type: 'information', ...data }),
    champs: { a_venir: 'informeesLe', avant_connue: 'informeesLe' },
  }),
  geste({
    type: 'sans_information',
    chemin: 'sans-information',
    titre: 'Ne pas informer les personnes',
    explique: 'Choisissez le cas prévu par le règlement, et dites pourquoi il s’applique ici.',
    bouton: 'Enregistrer cette décision',
    flash: 'La décision de ne pas informer les personnes est enregistrée, avec sa raison.',
    schema: sansInformationForm,
    evenement: (data) => ({ type: 'sans_information', ...data }),
  }),
  geste({
    type: 'mesure',
    chemin: 'mesure',
    titre: 'Noter une mesure',
    explique: 'Ce qui est fait pour arrêter la violation, en réduire les effets, ou éviter la suivante.',
    bouton: 'Enregistrer la mesure',
    flash: 'La mesure est enregistrée.',
    schema: mesureForm,
    evenement: (data) => ({ type: 'mesure', ...data }),
  }),
  geste({
    type: 'correction',
    chemin: 'correction',
    titre: 'Corriger ou compléter les faits',
    explique:
      'Ce qui était inscrit reste dans l’historique. Changer le moment où la violation a été connue déplace le délai.',
    bouton: 'Enregistrer la correction',
    flash: 'La correction est enregistrée ; ce qui était inscrit reste dans l’historique.',
    schema: correctionForm,
    debut: ({ faits }) => faitsValues(faits),
    evenement: ({ raison, ...saisie }) => {
      const faits = lireFaits(saisie);
      return estRefus(faits) ? faits : { type: 'correction', raison, ...faits };
    },
    champs: { heure_inexistante: 'connueHeure', a_venir: 'connueLe', rien_de_change: 'quoi' },
  }),
  geste({
    type: 'cloture',
    chemin: 'cloture',
    titre: 'Clore la violation',
    explique:
      'Elle reste au registre, avec tout son historique, aussi longtemps que le disent les durées de conservation.',
    bouton: 'Clore la violation',
    flash: 'La violation est close.',
    schema: clotureForm,
    evenement: (data) => ({ type: 'cloture', ...data }),
    champs: {
      ecartee_sans_raison: 'raison',
      sans_decision_cnil: 'denouement',
      sans_decision_personnes: 'denouement',
      sans_mesure: 'denouement',
      retard_sans_raison: 'denouement',
    },
  }),
  geste({
    type: 'reouverture',
    chemin: 'reouverture',
    titre: 'Rouvrir la violation',
    explique:
      'Un fait nouveau, ou une clôture faite trop tôt. Si rien n’avait été décidé pour la CNIL, le délai reprend là où il en est.',
    bouton: 'Rouvrir la violation',
    flash: 'La violation est rouverte.',
    schema: reouvertureForm,
    evenement: (data) => ({ type: 'reouverture', ...data }),
  }),
];

/** Whether a gesture makes sense now: all of them while a breach is open, its reopening alone once it is closed. */
export function estPossible({ type }: Geste, { cloture }: Violation): boolean {
  return (type === 'reouverture') === (cloture !== null);
}
