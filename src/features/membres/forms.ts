import { z } from 'zod';
import { formatCommune } from '../../domain/commune.ts';
import { cles, NATURES_STRUCTURE } from '../../domain/nomenclatures.ts';
import { formatSiret } from '../../domain/siret.ts';
import {
  choice,
  date,
  line,
  optionalCourriel,
  optionalDate,
  optionalLine,
  optionalTelephone,
  whole,
} from '../../platform/http/fields.ts';
import { blankForm, type FieldError, type FormState } from '../../ui/form-state.ts';
import { optionalSiret } from '../structures/forms.ts';
import type { Membre } from './store.ts';

export const membreForm = z.object({
  nom: line('le nom de l’organisme', 150),
  nature: choice('la nature de l’organisme', cles(NATURES_STRUCTURE)),
  siret: optionalSiret(),
  commune: line('la commune', 100),
  communeChoix: optionalLine('la commune choisie', 5),
  conseillers: whole('le nombre de conseillers numériques', { min: 1, max: 999 }),
  du: date('le premier jour'),
  au: optionalDate('le dernier jour'),
  contactNom: optionalLine('le nom de la personne à joindre', 120),
  contactFonction: optionalLine('sa fonction', 120),
  contactCourriel: optionalCourriel(),
  contactTelephone: optionalTelephone(),
});

/** What the fields of a member do not see one by one. */
export function refusMembre({ du, au }: Pick<z.output<typeof membreForm>, 'du' | 'au'>): readonly FieldError[] {
  const disordered = au !== null && Temporal.PlainDate.compare(au, du) < 0;
  return disordered ? [{ field: 'au', message: 'Le dernier jour ne peut pas précéder le premier.' }] : [];
}

export function membreValues(membre: Membre): FormState {
  return blankForm({
    nom: membre.nom,
    nature: membre.nature,
    siret: membre.siret === null ? '' : formatSiret(membre.siret),
    commune: formatCommune({ nom: membre.commune, codeInsee: membre.codeInsee }),
    conseillers: String(membre.conseillers),
    du: membre.du.toString(),
    au: membre.au?.toString() ?? '',
    contactNom: membre.contactNom ?? '',
    contactFonction: membre.contactFonction ?? '',
    contactCourriel: membre.contactCourriel ?? '',
    contactTelephone: membre.contactTelephone ?? '',
  });
}

export const finForm = z.object({ au: date('le dernier jour') });
