import { z } from 'zod';
import {
  box,
  id,
  line,
  optionalCourriel,
  optionalId,
  optionalLine,
  optionalTelephone,
  optionalWhole,
} from '../../platform/http/fields.ts';

export const rechercheForm = z.object({ cherche: line('un nom, un téléphone ou un courriel', 100) });

export const personneForm = (annees: { readonly min: number; readonly max: number }) =>
  z.object({
    prenom: line('le prénom', 80),
    nom: optionalLine('le nom', 80),
    telephone: optionalTelephone(),
    courriel: optionalCourriel(),
    anneeNaissance: optionalWhole('l’année de naissance', annees),
    commune: optionalLine('la commune', 100),
    pourRdv: optionalId('le rendez-vous'),
    malgre: box(),
  });

export const fusionForm = z.object({ autre: id('l’autre fiche') });
export const defusionForm = z.object({ fusion: id('la réunion à défaire') });
export const rattacherForm = z.object({ pourRdv: id('le rendez-vous') });
