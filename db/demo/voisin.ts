import { createHash } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import { estFerie } from '../../src/domain/calendrier.ts';
import { DEMI_JOURNEES_SEMAINE } from '../../src/domain/demi-journee.ts';
import { clauses2022, type Evenement } from '../../src/features/conventions/rules.ts';
import { CRITERES } from '../../src/features/lieux/rules.ts';
import type { Coffre } from '../../src/platform/coffre.ts';
import type { DB } from '../types.ts';
import { conventionRow, evenementRow } from './conventions.ts';
import { insertFacteurs } from './facteurs.ts';
import { demoId, ids00, voisin } from './ids.ts';
import { insertAll } from './insert.ts';
import { jourOuvreAvant } from './jours.ts';
import { pieceRows } from './pieces.ts';
import { siretFictif } from './siret.ts';

type Jour = Temporal.PlainDate;

const territoireId = voisin.territoire;
/** The invented département borrows a real commune: the table of communes knows no invented one. */
const CAHORS = { codePostal: '46000', codeInsee: '46042', latitude: 44.4491, longitude: 1.43663 };

function evenements(effet: Jour): Evenement[] {
  const id = (rank: number): string => demoId(territoireId, 'evenement', String(rank));
  const decided = effet.subtract({ days: 30 });
  const common = { signataire: 'Madame Ève Amande', qualite: 'Maire' };
  return [
    { id: id(0), type: 'deliberation', partie: 'departement', numero: 'VE-7', date: decided },
    { id: id(1), type: 'deliberation', partie: 'beneficiaire', numero: 'B-12', date: decided },
    { id: id(2), type: 'signature', partie: 'beneficiaire', date: effet, ...common },
    {
      id: id(3),
      type: 'signature',
      partie: 'departement',
      date: effet,
      signataire: 'Monsieur Aurèle Noyer',
      qualite: 'Président',
    },
  ];
}

/** A drawing of our own for a Département that does not exist: two hills, and a stream between them. */
const LOGO = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 120" role="img" aria-label="Département de Val-d’Exemple">
<path d="M8 96 42 40l34 56z" fill="#8c1d40"/><path d="M52 96 90 28l38 68z" fill="#c9879d"/>
<path d="M62 60q8 12 0 24t4 24" fill="none" stroke="#f3c14b" stroke-width="7" stroke-linecap="round"/>
<g font-family="Atkinson Hyperlegible Next, system-ui, sans-serif" fill="#8c1d40"><text x="142" y="46" font-size="18">Département de</text>
<text x="142" y="76" font-size="25" font-weight="700">Val-d’Exemple</text><text x="142" y="100" font-size="16">(fictif)</text></g>
</svg>
`;

/** The accounts of the neighbour, each behind a button of its own door. People are invented. */
const COMPTES = [
  {
    id: voisin.comptes.agent,
    nom: 'Anselme Zéphyr',
    courriel: 'anselme.zephyr@exemple.fr',
    role: 'agent',
    agentId: voisin.agents.seul,
    structureId: null,
  },
  { id: voisin.comptes.equipe, nom: 'Blanche Cade', courriel: 'blanche.cade@exemple.fr', role: 'equipe' },
  {
    id: voisin.comptes.referent,
    nom: 'Cyprien Buis',
    courriel: 'cyprien.buis@exemple.fr',
    role: 'referent',
    agentId: null,
    structureId: voisin.structures.commune,
  },
  {
    id: voisin.comptes.administrateur,
    nom: 'Diane Orme',
    courriel: 'diane.orme@exemple.fr',
    role: 'administrateur',
  },
  {
    id: voisin.comptes.autreAdministrateur,
    nom: 'Éloi Frêne',
    courriel: 'eloi.frene@exemple.fr',
    role: 'administrateur',
  },
  { id: voisin.comptes.dpo, nom: 'Flore Genêt', courriel: 'flore.genet@exemple.fr', role: 'dpo' },
] as const;

/**
 * A second, tiny and invented territoire, « Val-d’Exemple », beside the demo one: it shows every day, and to tests, that
 * nothing of the one is seen from the other. It answers at `voisin.localhost`. Needs the owner role and the communes.
 */
export async function insertVoisin(
  db: Transaction<DB>,
  { today, coffre }: { readonly today: Jour; readonly coffre: Coffre },
): Promise<void> {
  const opened = today.subtract({ days: 200 }).toZonedDateTime('Europe/Paris').add({ hours: 9 }).toInstant();
  const stamps = { createdAt: opened, updatedAt: opened };
  const effet = jourOuvreAvant(today.subtract({ days: 100 }));
  const events = evenements(effet);
  const convention = {
    id: voisin.conventions.commune,
    reference: 'VE-001',
    note: null,
    pointAccueil: 'Mairie de Val-d’Exemple',
    convention: { clauses: { ...clauses2022, finAuPlusTard: today.add({ years: 2 }) }, evenements: events },
    createdOn: effet.subtract({ days: 60 }),
  };
  const structures = [
    { id: voisin.structures.commune, nom: 'Commune de Val-d’Exemple', nature: 'commune', fonction: 'Maire' },
    { id: voisin.structures.association, nom: 'Association du Val', nature: 'association', fonction: 'Présidente' },
  ];
  const lieux = [
    { id: voisin.lieux.mairie, structureId: voisin.structures.commune, nom: 'Mairie de Val-d’Exemple', accord: effet },
    { id: voisin.lieux.departement, structureId: null, nom: 'Maison sociale de Val-d’Exemple', accord: null },
  ];
  const comptes = COMPTES.map((compte) => ({
    territoireId,
    agentId: null,
    structureId: null,
    demo: true,
    createdAt: opened,
    ...compte,
  }));
  const avenir = Array.from({ length: 12 }, (_, week) => today.add({ weeks: week + 1 }));
  const jours = [-14, -7, 0].map((days) => today.add({ days })).concat(avenir.filter((jour) => !estFerie(jour)));
  const horaire = { heureDebut: Temporal.PlainTime.from('09:00'), heureFin: Temporal.PlainTime.from('12:00') };
  const seances = jours.map((jour) => ({
    territoireId,
    id: ids00.seance('mairie', jour),
    permanenceId: ids00.permanence('mairie'),
    agentId: voisin.agents.seul,
    lieuId: voisin.lieux.mairie,
    conventionId: convention.id,
    jour,
    ...horaire,
    createdBy: voisin.comptes.equipe,
    createdAt: opened,
    statut: 'prevue',
  }));

  await sql`select set_config('escale.territoire', ${territoireId}, true)`.execute(db);
  await insertAll(db, 'territoire', [
    {
      id: territoireId,
      nom: 'Val-d’Exemple',
      nomComplet: 'Département de Val-d’Exemple',
      codeDepartement: '00',
      hote: voisin.hote,
      parDefaut: false,
      theme: 'grenat',
      couleur: '#8c1d40',
      adresse: '1 place de l’Exemple, 00000 Val-d’Exemple',
      representantNom: 'Monsieur Aurèle Noyer',
      representantFonction: 'Président du Département',
      mention: 'Opération menée par le Département de Val-d’Exemple',
      createdAt: opened,
    },
  ]);
  const octets = Buffer.from(LOGO);
  const empreinte = createHash('sha256').update(octets).digest('hex');
  await db
    .insertInto('logo')
    .values({ territoireId, type: 'image/svg+xml', octets, empreinte, createdAt: opened })
    .execute();
  await insertAll(
    db,
    'structure',
    structures.map(({ fonction, ...structure }, rank) => ({
      territoireId,
      ...structure,
      siret: siretFictif('99', rank + 1),
      adresse: '1 place de l’Exemple',
      codePostal: CAHORS.codePostal,
      codeInsee: CAHORS.codeInsee,
      representantNom: 'Madame Ève Amande',
      representantFonction: fonction,
      ...stamps,
    })),
  );
  await insertAll(db, 'agent', [
    {
      territoireId,
      id: voisin.agents.seul,
      prenom: 'Anselme',
      nom: 'Zéphyr',
      nature: 'conseiller',
      contratDebut: today.subtract({ days: 150 }),
      contratFin: today.add({ days: 500 }),
      portAttache: CAHORS.codeInsee,
      demiJournees: [...DEMI_JOURNEES_SEMAINE],
      courriel: 'anselme.zephyr@exemple.fr',
      ...stamps,
    },
  ]);
  await insertAll(db, 'compte', comptes);
  await insertFacteurs(db, comptes, coffre);
  await insertAll(db, 'referent', [
    {
      territoireId,
      id: demoId(territoireId, 'referent', 'commune'),
      structureId: voisin.structures.commune,
      nom: 'Cyprien Buis',
      fonction: 'Secrétaire de mairie',
      courriel: 'cyprien.buis@exemple.fr',
      createdAt: opened,
    },
  ]);
  const equipe = voisin.comptes.equipe;
  await insertAll(db, 'convention', [conventionRow(territoireId, voisin.structures.commune, convention, equipe)]);
  await insertAll(
    db,
    'conventionEvenement',
    events.map((evenement) => evenementRow(territoireId, convention.id, evenement, equipe)),
  );
  await db
    .insertInto('piece')
    .values(pieceRows(territoireId, convention.id, events, equipe))
    .execute();
  await insertAll(
    db,
    'lieu',
    lieux.map(({ accord, ...lieu }) => ({
      territoireId,
      adresse: '1 place de l’Exemple',
      ...CAHORS,
      accordBeneficiaireLe: accord,
      accordDepartementLe: accord,
      ...lieu,
      ...stamps,
    })),
  );
  await insertAll(
    db,
    'lieuConstat',
    lieux.flatMap(({ id: lieuId }) =>
      Object.keys(CRITERES).map((critere) => ({
        territoireId,
        id: demoId(territoireId, 'constat', lieuId, critere),
        lieuId,
        critere,
        satisfait: true,
        constateLe: effet.subtract({ days: 10 }),
        constatePar: 'Blanche Cade',
        createdBy: equipe,
        createdAt: opened,
      })),
    ),
  );
  await insertAll(db, 'permanence', [
    {
      territoireId,
      id: ids00.permanence('mairie'),
      agentId: voisin.agents.seul,
      lieuId: voisin.lieux.mairie,
      jourSemaine: today.dayOfWeek,
      demiJournee: 'matin',
      ...horaire,
      du: today.subtract({ days: 14 }),
      au: null,
      createdBy: equipe,
      createdAt: opened,
    },
  ]);
  await insertAll(db, 'seance', seances);
  await insertAll(db, 'accompagnement', [
    {
      territoireId,
      id: demoId(territoireId, 'accompagnement', '1'),
      seanceId: ids00.seance('mairie', today.subtract({ days: 7 })),
      agentId: voisin.agents.seul,
      conventionId: convention.id,
      jour: today.subtract({ days: 7 }),
      dureeMinutes: 30,
      thematiques: ['Email'],
      demarches: [],
      objectif: 'mise_en_autonomie',
      issue: 'faite',
      genre: 'NonCommunique',
      trancheAge: 'SoixanteDixPlus',
      statutSocial: 'Retraite',
      ...stamps,
    },
  ]);
}
