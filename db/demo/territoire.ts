import { createHash } from 'node:crypto';
import type { Insertable } from 'kysely';
import type { DB } from '../types.ts';
import { demo, ids66 } from './ids.ts';
import { ZONE_DEMO } from './vacances.ts';

/** The Département of the 2022 convention. Its elected head is named by her function. */
export function territoireRow(createdAt: Temporal.Instant): Insertable<DB['territoire']> {
  return {
    id: demo.territoire,
    nom: 'Pyrénées-Orientales',
    nomComplet: 'Département des Pyrénées-Orientales',
    codeDepartement: '66',
    hote: null,
    parDefaut: true,
    theme: 'escale',
    couleur: '#0b5468',
    adresse: 'Hôtel du Département, 24 quai Sadi Carnot, 66906 Perpignan',
    representantNom: 'Madame la Présidente du Département',
    representantFonction: 'Présidente en exercice',
    telephone: '04 00 00 00 66',
    courriel: 'inclusion-numerique@exemple.fr',
    // Source: art. 5, word for word.
    mention:
      "Opération menée par le Département des Pyrénées-Orientales, avec l'appui financier de l'État, dans le cadre de sa politique départementale d'inclusion Numérique",
    // Source: préambule, art. 8.1 and « A Perpignan, le » of the 2022 paper.
    ville: 'Perpignan',
    tribunal: 'tribunal administratif de Montpellier, 6 rue Pitot, 34063 Montpellier',
    strategieAdopteeLe: Temporal.PlainDate.from('2021-05-10'),
    zoneScolaire: ZONE_DEMO,
    createdAt,
  };
}

/** A drawing of our own, mountain above sea: the Département's real logo is its property. */
const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 308 120" role="img" aria-label="Département des Pyrénées-Orientales">
<path d="M10 82 44 34l16 20 22-36 44 64z" fill="#0b5468"/><path d="m82 18 17 25-10-4-8 7-9-12z" fill="#b9d6de"/>
<path d="M10 92q14-9 29 0t29 0 29 0 29 0" fill="none" stroke="#0b5468" stroke-width="6" stroke-linecap="round"/>
<path d="M24 106q14-9 29 0t29 0 29 0" fill="none" stroke="#e8a812" stroke-width="6" stroke-linecap="round"/>
<g font-family="Atkinson Hyperlegible Next, system-ui, sans-serif" fill="#0b5468"><text x="146" y="44" font-size="20">Département des</text>
<text x="146" y="72" font-size="27" font-weight="700">Pyrénées-</text><text x="146" y="100" font-size="27" font-weight="700">Orientales</text></g>
</svg>
`;

export function logoRow(createdAt: Temporal.Instant): Insertable<DB['logo']> {
  const octets = Buffer.from(LOGO);
  return {
    territoireId: demo.territoire,
    type: 'image/svg+xml',
    octets,
    empreinte: createHash('sha256').update(octets).digest('hex'),
    createdAt,
  };
}

/** Invented marks of two Bénéficiaires: the real ones are their property. */
const LOGOS_STRUCTURES = {
  'cc-alberes': `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 90" role="img" aria-label="Albères Côte Vermeille Illibéris">
<circle cx="45" cy="45" r="34" fill="#b3412e"/><path d="M14 58q16-16 31 0t31 0" fill="none" stroke="#fff" stroke-width="7"/>
<g font-family="Atkinson Hyperlegible Next, system-ui, sans-serif" fill="#7c2a1d"><text x="92" y="40" font-size="24" font-weight="700">Albères</text>
<text x="92" y="62" font-size="15">Côte Vermeille</text><text x="92" y="80" font-size="15">Illibéris</text></g></svg>`,
  'fs-prades': `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 90" role="img" aria-label="France Services de Prades">
<path d="M12 72 46 18l34 54z" fill="#3f6b2f"/><circle cx="62" cy="26" r="9" fill="#e8a812"/>
<text x="92" y="56" font-size="26" font-weight="700" font-family="Atkinson Hyperlegible Next, system-ui, sans-serif" fill="#2c4c21">Prades</text></svg>`,
} as const;

export function structureLogoRows(createdAt: Temporal.Instant): Insertable<DB['structureLogo']>[] {
  return Object.entries(LOGOS_STRUCTURES).map(([structure, svg]) => ({
    territoireId: demo.territoire,
    structureId: ids66.structure(structure),
    type: 'image/svg+xml',
    octets: Buffer.from(svg),
    createdAt,
  }));
}
