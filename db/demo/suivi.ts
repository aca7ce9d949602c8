import type { Charte, Evenement, Partie } from '../../src/features/conventions/rules.ts';
import type { StructureDemo } from './fiches.ts';
import { demoId } from './ids.ts';
import { jourOuvreAvant } from './jours.ts';
import { personne } from './personnes.ts';
import { territoireRow } from './territoire.ts';

type Jour = Temporal.PlainDate;
type Signataires = Readonly<Record<Partie, { readonly signataire: string; readonly qualite: string }>>;
type SansId<E> = E extends Evenement ? Omit<E, 'id'> : never;

/** What the agents of the Département who follow conventions are called. */
const EQUIPE = { nom: 'Nour Bourdaine', qualite: 'Coordination, équipe technique du Département' } as const;

const CHARTE: Omit<Charte, 'id' | 'type' | 'partie' | 'date'> = {
  nom: 'Charte du kit de communication',
  mention: territoireRow(Temporal.Instant.fromEpochMilliseconds(0)).mention,
  logos: 'logo du Département en bas à gauche de chaque support, logo de la structure à droite',
  taillePourcent: 100,
};

type Suivi = {
  readonly structure: StructureDemo;
  readonly effet: Jour;
  readonly signataires: Signataires;
};

/** Identified by what it is rather than by its rank: others point at it. */
function named(slug: string, name: string, evenement: SansId<Evenement>): Evenement {
  return { ...evenement, id: demoId('66', 'suivi', slug, name) } as Evenement;
}

function avenant(
  { structure: { slug }, signataires }: Suivi,
  fait: { readonly date: Jour; readonly objet: string; readonly demiJourneesParSemaine: number },
  signatures: Readonly<Partial<Record<Partie, Jour>>>,
): Evenement[] {
  const { date, objet, demiJourneesParSemaine } = fait;
  const unsigned = { departement: null, beneficiaire: null };
  const changements = { demiJourneesParSemaine };
  const id = demoId('66', 'suivi', slug, 'avenant');
  const signed = (['beneficiaire', 'departement'] as const).flatMap((partie) => {
    const le = signatures[partie];
    const signature = { type: 'signature_avenant', avenantId: id, partie, ...signataires[partie] } as const;
    return le === undefined ? [] : [named(slug, `avenant-${partie}`, { ...signature, date: le })];
  });
  return [
    named(slug, 'avenant', { type: 'avenant', numero: '1', date, objet, signatures: unsigned, changements }),
    ...signed,
  ];
}

function originaux({ structure: { slug }, effet }: Suivi): Evenement[] {
  const kept = (exemplaire: 1 | 2, detenteur: Partie, emplacement: string) =>
    named(slug, `original-${exemplaire}`, { type: 'original', exemplaire, detenteur, emplacement, date: effet });
  return [
    kept(1, 'departement', 'Service des assemblées, classeur des conventions'),
    kept(2, 'beneficiaire', 'Secrétariat de la structure'),
  ];
}

function charte({ structure: { slug } }: Suivi, partie: Partie, date: Jour): Evenement {
  return named(slug, `charte-${partie}`, { type: 'charte', partie, date, ...CHARTE });
}

function responsable({ structure: { slug } }: Suivi, partie: Partie, qui: typeof EQUIPE | null, date: Jour): Evenement {
  const autre = { nom: personne(`${slug}-suivi`, 'Secrétaire générale'), qualite: 'Secrétaire générale' };
  return named(slug, `responsable-${partie}`, { type: 'responsable', partie, date, ...(qui ?? autre) });
}

/**
 * What follows the signature of a few conventions: an avenant in force (Albères, Prades), one that a party has still to
 * sign (Perpignan), originals, charters, a new representative.
 */
export function suiviDe(suivi: Suivi): readonly Evenement[] {
  const { structure, effet } = suivi;
  const after = (days: number): Jour => jourOuvreAvant(effet.add({ days }));
  if (structure.slug === 'cc-alberes') {
    return [
      ...avenant(
        suivi,
        {
          date: after(20),
          objet: 'Cinq demi-journées par semaine, réparties entre trois lieux',
          demiJourneesParSemaine: 5,
        },
        { beneficiaire: after(24), departement: after(30) },
      ),
      ...originaux(suivi),
      charte(suivi, 'departement', after(12)),
      charte(suivi, 'beneficiaire', after(18)),
      responsable(suivi, 'departement', EQUIPE, effet),
      responsable(suivi, 'beneficiaire', null, effet),
    ];
  }
  if (structure.slug === 'fs-prades') {
    const qualite = structure.fonction;
    const nom = personne('fs-prades-nouveau', qualite);
    return [
      ...avenant(
        suivi,
        { date: after(95), objet: 'Deux demi-journées par semaine', demiJourneesParSemaine: 2 },
        { beneficiaire: after(102), departement: after(110) },
      ),
      ...originaux(suivi),
      named(structure.slug, 'representant', {
        type: 'representant',
        partie: 'beneficiaire',
        date: after(150),
        nom,
        qualite,
      }),
    ];
  }
  if (structure.slug === 'ccas-perpignan') {
    return [
      ...avenant(
        suivi,
        { date: after(180), objet: 'Trois demi-journées par semaine', demiJourneesParSemaine: 3 },
        { beneficiaire: after(188) },
      ),
      charte(suivi, 'departement', after(60)),
    ];
  }
  return [];
}
