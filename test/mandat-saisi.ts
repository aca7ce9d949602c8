import type { Fields } from './visitor.ts';

/** What an agent types for an invented person, one démarche. */
export const MANDAT_SAISI = {
  mandantPrenom: 'Colette',
  mandantNom: 'Exemplaire',
  mandantNaissance: '1948-04-12',
  pieceVue: 'carte_identite',
  l1_nature: 'demarche',
  l1_theme: 'Logement',
  l1_objet: 'Demander l’aide au logement',
  l1_operateur: 'caf',
  execution: 'les_deux',
  dureeMois: '3',
} as const satisfies Fields;

/** A drawing that nobody else made: loops within the frame, told by a number. */
export function dessin(numero: number): string {
  const stroke = (from: number) =>
    Array.from({ length: 40 }, (_, n) => [
      Math.round(40 + from + n * 9 + 14 * Math.sin(n * 0.9 + numero * 1.7)),
      Math.round(100 + 60 * Math.sin(n * (0.35 + ((numero * 7) % 11) * 0.03) + from)),
    ]);
  return JSON.stringify([stroke(0), stroke(60 + ((numero * 13) % 50))]);
}
