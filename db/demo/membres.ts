import type { Insertable } from 'kysely';
import type { DB } from '../types.ts';
import { demo, demoId } from './ids.ts';
import { telephoneFictif } from './personnes.ts';

/** Other employers of conseillers numériques, invented; the last one has left. */
const MEMBRES = [
  {
    slug: 'roussillon-numerique',
    nom: 'Association Roussillon solidaire',
    nature: 'association',
    insee: '66136',
    conseillers: 2,
    depuis: 600,
    contact: ['Armelle Chèvrefeuille', 'Directrice', 'armelle.chevrefeuille@exemple.fr'],
  },
  {
    slug: 'albera-logement',
    nom: 'Albera Logement',
    nature: 'bailleur_social',
    insee: '66008',
    conseillers: 1,
    depuis: 420,
    contact: ['Gaspard Noisetier', 'Responsable de la vie sociale', 'gaspard.noisetier@exemple.fr'],
  },
  {
    slug: 'fabrique-cerdagne',
    nom: 'La Fabrique de Cerdagne',
    nature: 'tiers_lieu',
    insee: '66124',
    conseillers: 1,
    depuis: 900,
    jusque: 45,
    contact: ['Ysaline Bruyère', 'Gérante', 'ysaline.bruyere@exemple.fr'],
  },
] as const;

export function membreRows(today: Temporal.PlainDate): Insertable<DB['membre']>[] {
  return MEMBRES.map(({ slug, nom, nature, insee, conseillers, depuis, contact, ...rest }, rank) => ({
    territoireId: demo.territoire,
    id: demoId(demo.territoire, 'membre', slug),
    nom,
    nature,
    siret: null,
    codeInsee: insee,
    conseillers,
    du: today.subtract({ days: depuis }),
    au: 'jusque' in rest ? today.subtract({ days: rest.jusque }) : null,
    contactNom: contact[0],
    contactFonction: contact[1],
    contactCourriel: contact[2],
    contactTelephone: telephoneFictif(340 + rank),
  }));
}
