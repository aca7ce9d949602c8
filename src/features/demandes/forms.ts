import { z } from 'zod';
import { cles, NATURES_STRUCTURE } from '../../domain/nomenclatures.ts';
import {
  choice,
  choices,
  courriel,
  id,
  line,
  optionalDate,
  optionalLine,
  optionalTelephone,
  optionalText,
  text,
} from '../../platform/http/fields.ts';
import type { FieldError } from '../../ui/form-state.ts';
import { CRITERES, type Critere } from '../lieux/rules.ts';
import { optionalSiret } from '../structures/forms.ts';
import { MOTIFS_SANS_SUITE } from './rules.ts';

/** What a place must have, in the words of somebody who has never read article 1.2. */
export const CRITERES_EN_CLAIR: Readonly<Record<Critere, string>> = {
  recoit_public: 'On y reçoit du public',
  accessible_pmr: 'On y entre en fauteuil roulant',
  bureau_confidentiel: 'Un bureau qui ferme, pour parler sans être entendu',
  internet: 'Un accès à Internet',
  wifi: 'Le wifi',
  ordinateur: 'Un ordinateur',
  imprimante_scanner: 'Une imprimante et un scanner',
  photocopieuse: 'Une photocopieuse',
  telephone: 'Un téléphone',
  salle_6_a_8: 'Une salle pour 6 à 8 personnes, pour un atelier',
};

export const demandeForm = z.object({
  nom: line('le nom de la structure', 150),
  nature: choice('la nature de la structure', cles(NATURES_STRUCTURE)),
  siret: optionalSiret(),
  commune: line('la commune', 100),
  communeChoix: optionalLine('la commune choisie', 5),
  contactNom: line('vos prénom et nom', 120),
  contactFonction: line('votre fonction', 120),
  contactCourriel: courriel(),
  contactTelephone: optionalTelephone(),
  lieu1Nom: optionalLine('le nom du lieu', 150),
  lieu1Adresse: optionalLine('l’adresse du lieu', 200),
  lieu1Criteres: choices('ce que le lieu possède', cles(CRITERES)),
  lieu2Nom: optionalLine('le nom du deuxième lieu', 150),
  lieu2Adresse: optionalLine('l’adresse du deuxième lieu', 200),
  lieu2Criteres: choices('ce que le deuxième lieu possède', cles(CRITERES)),
  message: optionalText('le message', 2000),
});

export type SaisieLieuDemande = {
  readonly nom: string;
  readonly adresse: string | null;
  readonly criteres: readonly Critere[];
};

/** The places typed, and what one of them lacks: something said of a place without its name. */
export function lieuxSaisis(saisie: z.output<typeof demandeForm>): {
  readonly lieux: readonly SaisieLieuDemande[];
  readonly errors: readonly FieldError[];
} {
  const typed = [
    { field: 'lieu1Nom', nom: saisie.lieu1Nom, adresse: saisie.lieu1Adresse, criteres: saisie.lieu1Criteres },
    { field: 'lieu2Nom', nom: saisie.lieu2Nom, adresse: saisie.lieu2Adresse, criteres: saisie.lieu2Criteres },
  ];
  return {
    lieux: typed.flatMap(({ nom, adresse, criteres }) => (nom === null ? [] : [{ nom, adresse, criteres }])),
    errors: typed.flatMap(({ field, nom, adresse, criteres }) =>
      nom === null && (adresse !== null || criteres.length > 0)
        ? [{ field, message: 'Indiquez comment s’appelle ce lieu, ou laissez vide tout ce qui le concerne.' }]
        : [],
    ),
  };
}

export const noteForm = z.object({ texte: text('la note', 2000) });

export const suiviForm = z.object({
  contacteeLe: optionalDate('la date du premier contact'),
  visitePrevueLe: optionalDate('la date de la visite'),
  prochaineAction: optionalLine('la prochaine action', 200),
  prochaineActionLe: optionalDate('la date de la prochaine action'),
});

/** What the dates of a follow-up do not say one by one. */
export function refusSuivi(
  saisie: z.output<typeof suiviForm>,
  recueLe: Temporal.PlainDate,
  today: Temporal.PlainDate,
): readonly FieldError[] {
  const { contacteeLe, prochaineAction, prochaineActionLe } = saisie;
  const errors: FieldError[] = [];
  const compare = Temporal.PlainDate.compare;
  if (contacteeLe !== null && compare(contacteeLe, today) > 0) {
    errors.push({ field: 'contacteeLe', message: 'Le premier contact ne peut pas être à venir.' });
  }
  if (contacteeLe !== null && compare(contacteeLe, recueLe) < 0) {
    errors.push({ field: 'contacteeLe', message: 'Le premier contact ne peut pas précéder la demande.' });
  }
  if (prochaineAction !== null && prochaineActionLe === null) {
    errors.push({
      field: 'prochaineActionLe',
      message: 'Indiquez pour quel jour, ou laissez vide la prochaine action.',
    });
  }
  if (prochaineAction === null && prochaineActionLe !== null) {
    errors.push({
      field: 'prochaineAction',
      message: 'Indiquez ce qu’il y a à faire ce jour-là, ou laissez vide la date.',
    });
  }
  return errors;
}

export const sansSuiteForm = z.object({
  sansSuiteMotif: choice('la raison', cles(MOTIFS_SANS_SUITE)),
  sansSuitePrecision: optionalLine('la précision', 300),
});

export const relierForm = z.object({ structureId: id('la structure') });

export const referentInviteForm = z.object({
  nom: line('le nom du référent', 120),
  fonction: line('la fonction du référent', 120),
  telephone: optionalTelephone(),
  courriel: courriel(),
});
