import { z } from 'zod';
import { formatCommune } from '../../domain/commune.ts';
import {
  codePostal,
  line,
  optionalDate,
  optionalId,
  optionalLine,
  optionalTelephone,
  optionalText,
} from '../../platform/http/fields.ts';
import type { FormState } from '../../ui/form-state.ts';
import type { Lieu } from './store.ts';

/** What anybody who describes a lieu says of it. */
export const CHAMPS_LIEU = {
  nom: line('le nom du lieu', 150),
  adresse: line('l’adresse', 200),
  codePostal: codePostal(),
  commune: line('la commune', 100),
  communeChoix: optionalLine('la commune choisie', 5),
  telephone: optionalTelephone(),
  acces: optionalText('l’accès', 500),
  aApporter: optionalText('ce qu’il faut apporter', 500),
};

const champs = {
  ...CHAMPS_LIEU,
  accordBeneficiaireLe: optionalDate('l’accord du Bénéficiaire'),
  accordDepartementLe: optionalDate('l’accord du Département'),
};

export const lieuForm = z.object({ structureId: optionalId('la structure'), ...champs });

/** The owner of a lieu never changes: another owner is another lieu. */
export const lieuModifieForm = z.object(champs);

export function lieuToValues(lieu: Lieu): FormState['values'] {
  return {
    nom: lieu.nom,
    adresse: lieu.adresse,
    codePostal: lieu.codePostal,
    commune: formatCommune({ nom: lieu.commune, codeInsee: lieu.codeInsee }),
    telephone: lieu.telephone ?? '',
    acces: lieu.acces ?? '',
    aApporter: lieu.aApporter ?? '',
    accordBeneficiaireLe: lieu.accordBeneficiaireLe?.toString() ?? '',
    accordDepartementLe: lieu.accordDepartementLe?.toString() ?? '',
  };
}
