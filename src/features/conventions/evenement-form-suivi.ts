import { z } from 'zod';
import { choice, date, id, line, text, whole } from '../../platform/http/fields.ts';
import { uuidv7 } from '../../platform/ids.ts';
import { PARTIES } from './rules.ts';
import { saisie } from './saisie-form.ts';

const signatureAvenant = saisie(
  z.object({
    avenantId: id('l’avenant'),
    partie: choice('la partie qui signe', PARTIES),
    date: date('la date de signature'),
    signataire: line('le nom du signataire', 120),
    qualite: line('la qualité du signataire', 120),
  }),
  (data) => [{ id: uuidv7(), type: 'signature_avenant', ...data }],
);

const original = saisie(
  z.object({
    exemplaire: choice('l’exemplaire', ['1', '2']),
    detenteur: choice('qui le garde', PARTIES),
    emplacement: line('l’endroit où il est gardé', 200),
    date: date('la date depuis laquelle il y est'),
  }),
  ({ exemplaire, ...data }) => [{ id: uuidv7(), type: 'original', exemplaire: exemplaire === '1' ? 1 : 2, ...data }],
);

const charte = saisie(
  z.object({
    partie: choice('la partie qui donne son accord', PARTIES),
    date: date('la date de l’accord'),
    nom: line('le nom de la charte', 120),
    mention: text('la mention exacte', 500),
    logos: line('les logos et leur place', 300),
    taillePourcent: whole('le format', { min: 1, max: 1000, unite: '%' }),
  }),
  (data) => [{ id: uuidv7(), type: 'charte', ...data }],
);

const responsable = saisie(
  z.object({
    partie: choice('la partie', PARTIES),
    date: date('la date'),
    nom: line('le nom de la personne', 120),
    qualite: line('sa fonction', 120),
  }),
  (data) => [{ id: uuidv7(), type: 'responsable', ...data }],
);

/** What follows a signature: avenants signed, originals kept, charter agreed, who is in charge. */
export const saisiesSuivi = {
  signature_avenant: signatureAvenant,
  original,
  charte,
  responsable,
} as const;

export type TypeSuivi = keyof typeof saisiesSuivi;
