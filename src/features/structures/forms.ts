import { z } from 'zod';
import { formatCommune } from '../../domain/commune.ts';
import { cles, NATURES_STRUCTURE } from '../../domain/nomenclatures.ts';
import { estRefus, phrase } from '../../domain/refus.ts';
import { formatSiret, PHRASES_SIRET, parseSiret, type Siret } from '../../domain/siret.ts';
import {
  box,
  choice,
  codePostal,
  line,
  optionalCourriel,
  optionalLine,
  optionalTelephone,
} from '../../platform/http/fields.ts';
import { blankForm, type FormState } from '../../ui/form-state.ts';
import type { Referent, Structure } from './store.ts';

function siret() {
  return line('le numéro SIRET', 40).transform((text, context): Siret => {
    const read = parseSiret(text);
    if (!estRefus(read)) return read;
    context.issues.push({ code: 'custom', message: phrase(PHRASES_SIRET, read), input: text });
    return z.NEVER;
  });
}

/** A SIRET, null when left empty; its key is checked all the same. */
export function optionalSiret() {
  return optionalLine('le numéro SIRET', 40).transform((text, context): Siret | null => {
    if (text === null) return null;
    const read = parseSiret(text);
    if (!estRefus(read)) return read;
    context.issues.push({ code: 'custom', message: phrase(PHRASES_SIRET, read), input: text });
    return z.NEVER;
  });
}

export const structureForm = z.object({
  nom: line('le nom de la structure', 150),
  nature: choice('la nature de la structure', cles(NATURES_STRUCTURE)),
  siret: siret(),
  adresse: line('l’adresse', 200),
  codePostal: codePostal(),
  commune: line('la commune', 100),
  communeChoix: optionalLine('la commune choisie', 5),
  representantNom: line('le nom du représentant', 120),
  representantFonction: line('la fonction du représentant', 120),
  telephone: optionalTelephone(),
  courriel: optionalCourriel(),
});

export function structureValues(structure: Structure): FormState {
  return blankForm({
    nom: structure.nom,
    nature: structure.nature,
    siret: formatSiret(structure.siret),
    adresse: structure.adresse,
    codePostal: structure.codePostal,
    commune: formatCommune({ nom: structure.commune, codeInsee: structure.codeInsee }),
    representantNom: structure.representantNom,
    representantFonction: structure.representantFonction,
    telephone: structure.telephone ?? '',
    courriel: structure.courriel ?? '',
  });
}

export const referentForm = z.object({
  nom: line('le nom du référent', 120),
  fonction: line('la fonction du référent', 120),
  telephone: optionalTelephone(),
  courriel: optionalCourriel(),
  rouvrir: box(),
});

export function referentValues(referent: Referent): FormState {
  return blankForm({
    nom: referent.nom,
    fonction: referent.fonction,
    telephone: referent.telephone ?? '',
    courriel: referent.courriel ?? '',
  });
}
