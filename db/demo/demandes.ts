import type { Insertable } from 'kysely';
import type { Critere } from '../../src/features/lieux/rules.ts';
import type { DB } from '../types.ts';
import { demo, demoId, ids66 } from './ids.ts';
import { telephoneFictif } from './personnes.ts';

type Jour = Temporal.PlainDate;

interface DemandeDemo {
  readonly slug: string;
  readonly nom: string;
  readonly nature: string;
  readonly insee: string;
  readonly contact: readonly [nom: string, fonction: string, courriel: string];
  /** How many days ago it came. */
  readonly ilYA: number;
  readonly message?: string;
  readonly lieu?: readonly [nom: string, adresse: string, criteres: readonly Critere[]];
  /** The structure of the register that it has become. */
  readonly structure?: string;
  /** Days before today; after it when negative. */
  readonly contacteeIlYA?: number;
  readonly visiteIlYA?: number;
  readonly action?: readonly [texte: string, ilYA: number];
  readonly sansSuite?: readonly [motif: string, ilYA: number];
  readonly notes?: readonly string[];
}

const MAIRIE: readonly Critere[] = ['recoit_public', 'accessible_pmr', 'internet', 'telephone', 'photocopieuse'];
const COMPLET: readonly Critere[] = [...MAIRIE, 'bureau_confidentiel', 'ordinateur', 'imprimante_scanner', 'wifi'];

/** One demande a state at least. People are invented; the associations too. */
const DEMANDES: readonly DemandeDemo[] = [
  {
    slug: 'sorede',
    nom: 'Commune de Sorède',
    nature: 'commune',
    insee: '66196',
    contact: ['Violette Arbousier', 'Secrétaire générale', 'violette.arbousier@exemple.fr'],
    ilYA: 1,
    message:
      'Beaucoup d’habitants viennent à l’accueil pour une démarche en ligne. Nous avons un bureau libre le jeudi matin.',
    lieu: ['Mairie de Sorède', '1 place de la Mairie', MAIRIE],
  },
  {
    slug: 'lien-tissu',
    nom: 'Association Le Lien tissé',
    nature: 'association',
    insee: '66136',
    contact: ['Ferdinand Sureau', 'Coordinateur', 'ferdinand.sureau@exemple.fr'],
    ilYA: 3,
    lieu: ['Local du Lien tissé', '22 rue des Jardins', ['recoit_public', 'internet', 'wifi', 'salle_6_a_8']],
  },
  {
    slug: 'thuir',
    nom: 'Médiathèque de Thuir',
    nature: 'mediatheque',
    insee: '66210',
    contact: ['Perrine Aubépine', 'Directrice', 'perrine.aubepine@exemple.fr'],
    ilYA: 12,
    contacteeIlYA: 9,
    lieu: ['Médiathèque de Thuir', '4 boulevard de la Fontaine', COMPLET],
    action: ['Proposer trois dates de visite', 1],
    notes: ['Appelée : intéressée par le mercredi après-midi. La directrice en parle au conseil.'],
  },
  {
    slug: 'cabestany',
    nom: 'CCAS de Cabestany',
    nature: 'ccas',
    insee: '66028',
    contact: ['Lazare Mimosa', 'Directeur', 'lazare.mimosa@exemple.fr'],
    ilYA: 25,
    contacteeIlYA: 20,
    visiteIlYA: -6,
    lieu: ['CCAS de Cabestany', '3 rue du Centre', COMPLET],
    action: ['Visiter le CCAS avec le directeur', -6],
  },
  {
    slug: 'prades-2',
    nom: 'France Services de Prades',
    nature: 'france_services',
    insee: '66149',
    contact: ['Marius Ardoisier', 'Chargé de mission', 'marius.ardoisier@exemple.fr'],
    ilYA: 40,
    contacteeIlYA: 38,
    structure: 'fs-prades',
    message: 'La permanence du mardi est pleine : pourrions-nous accueillir une deuxième demi-journée ?',
    action: ['Ouvrir une convention pour la deuxième demi-journée', -10],
  },
  {
    slug: 'baixas',
    nom: 'Commune de Baixas',
    nature: 'commune',
    insee: '66014',
    contact: ['Hortense Romarin', 'Adjointe au maire', 'hortense.romarin@exemple.fr'],
    ilYA: 110,
    contacteeIlYA: 105,
    structure: 'baixas',
    lieu: ['Mairie de Baixas', '2 avenue de la Mairie', COMPLET],
    notes: ['Le conseil municipal délibère le mois prochain.'],
  },
  {
    slug: 'torreilles',
    nom: 'Commune de Torreilles',
    nature: 'commune',
    insee: '66212',
    contact: ['Anatole Genévrier', 'Directeur général des services', 'anatole.genevrier@exemple.fr'],
    ilYA: 130,
    contacteeIlYA: 126,
    structure: 'torreilles',
    lieu: ['Mairie de Torreilles', '1 avenue des Pyrénées', COMPLET],
    action: ['Rappeler pour la signature', 0],
  },
  {
    slug: 'pia',
    nom: 'Commune de Pia',
    nature: 'commune',
    insee: '66141',
    contact: ['Colombe Fusain', 'Responsable de la vie associative', 'colombe.fusain@exemple.fr'],
    ilYA: 330,
    contacteeIlYA: 326,
    structure: 'pia',
    lieu: ['Maison des associations', '8 avenue des Écoles', COMPLET],
  },
  {
    slug: 'collioure',
    nom: 'Association Les Amis du port',
    nature: 'association',
    insee: '66053',
    contact: ['Barnabé Troène', 'Président', 'barnabe.troene@exemple.fr'],
    ilYA: 70,
    contacteeIlYA: 66,
    lieu: ['Cabane du port', '5 quai des Pêcheurs', ['internet']],
    sansSuite: ['locaux', 60],
    notes: ['Le local n’est pas accessible en fauteuil, et aucun bureau ne ferme.'],
  },
];

/** The demandes of the demo, with their places and notes, in the order of their tables. */
export function demandeRows(today: Jour): {
  readonly demandes: Insertable<DB['demande']>[];
  readonly lieux: Insertable<DB['demandeLieu']>[];
  readonly notes: Insertable<DB['demandeNote']>[];
} {
  const territoireId = demo.territoire;
  const id = (slug: string) => demoId(territoireId, 'demande', slug);
  const day = (ilYA: number | undefined) => (ilYA === undefined ? null : today.subtract({ days: ilYA }));
  const at = (ilYA: number) =>
    today.subtract({ days: ilYA }).toZonedDateTime('Europe/Paris').add({ hours: 11 }).toInstant();
  return {
    demandes: DEMANDES.map((demande, rank) => {
      const { contact, action, sansSuite, structure } = demande;
      return {
        territoireId,
        id: id(demande.slug),
        nom: demande.nom,
        nature: demande.nature,
        siret: null,
        codeInsee: demande.insee,
        contactNom: contact[0],
        contactFonction: contact[1],
        contactCourriel: contact[2],
        contactTelephone: telephoneFictif(300 + rank),
        message: demande.message ?? null,
        structureId: structure === undefined ? null : ids66.structure(structure),
        contacteeLe: day(demande.contacteeIlYA),
        visitePrevueLe: day(demande.visiteIlYA),
        prochaineAction: action?.[0] ?? null,
        prochaineActionLe: day(action?.[1]),
        sansSuiteLe: day(sansSuite?.[1]),
        sansSuiteMotif: sansSuite?.[0] ?? null,
        createdAt: at(demande.ilYA),
        updatedAt: at(demande.contacteeIlYA ?? demande.ilYA),
      };
    }),
    lieux: DEMANDES.flatMap(({ slug, lieu }) =>
      lieu === undefined
        ? []
        : [{ territoireId, demandeId: id(slug), rang: 1, nom: lieu[0], adresse: lieu[1], criteres: [...lieu[2]] }],
    ),
    notes: DEMANDES.flatMap(({ slug, notes = [], contacteeIlYA = 0 }) =>
      notes.map((texte, rank) => ({
        territoireId,
        id: demoId(territoireId, 'demande-note', slug, String(rank)),
        demandeId: id(slug),
        texte,
        createdBy: demo.comptes.equipe,
        createdAt: at(contacteeIlYA),
      })),
    ),
  };
}
