import { type Kysely, sql } from 'kysely';
import { findSeance } from '../../src/features/accompagnements/store.ts';
import { saveActe } from '../../src/features/mandats/actes/store.ts';
import type { Brouillon } from '../../src/features/mandats/preparation/brouillon.ts';
import { aLire } from '../../src/features/mandats/preparation/contexte.ts';
import {
  type CreationOptions,
  type Dessins,
  documentScelle,
  garder,
  nouvelActe,
} from '../../src/features/mandats/preparation/signer.ts';
import { saveReglages } from '../../src/features/mandats/reglages/store.ts';
import { type CauseFin, type Dessin, REGLAGES_PROPOSES, type ResultatActe } from '../../src/features/mandats/rules.ts';
import { finirDemarches } from '../../src/features/mandats/store.ts';
import { allTerritoires } from '../../src/features/territoires/store.ts';
import type { Db } from '../../src/platform/db.ts';
import { uuidv7 } from '../../src/platform/ids.ts';
import type { DB } from '../types.ts';
import { demo } from './ids.ts';

type Options = Omit<CreationOptions, 'demo'> & { readonly today: Temporal.PlainDate };

/** A demo mandat, signed at the demo agent's séance of so many séances ago. Everybody is invented. */
type MandatDemo = {
  readonly seancesAvant: number;
  readonly suppleant: boolean;
  readonly brouillon: Omit<Brouillon, 'suppleantId'>;
  readonly actes: readonly { readonly rang: number; readonly quoi: string; readonly resultat: ResultatActe }[];
  /** Of the first démarche. */
  readonly fin: CauseFin | null;
};

const identite = (prenom: string, nom: string, naissance: string): Brouillon['identite'] => ({
  prenom,
  nom,
  naissance,
  telephone: '04 68 00 00 00',
  courriel: null,
  representant: null,
  tiers: null,
  verification: { piece: 'carte_identite', isPerimee: false },
  execution: 'les_deux',
  exclusions: [],
});

const MANDATS: readonly MandatDemo[] = [
  {
    seancesAvant: 1,
    suppleant: true,
    brouillon: {
      identite: identite('Colette', 'Cerisaie', '1948-04-12'),
      isProtege: false,
      dureeMois: 3,
      lignes: [
        { nature: 'demarche', theme: 'Logement', objet: 'Demander l’aide au logement', operateur: 'CAF' },
        { nature: 'donnees', objet: 'Mon relevé de carrière', operateur: 'CARSAT' },
      ],
    },
    actes: [{ rang: 0, quoi: 'Demande déposée en ligne, avec elle', resultat: 'en_attente' }],
    fin: null,
  },
  {
    seancesAvant: 2,
    suppleant: false,
    brouillon: {
      identite: {
        ...identite('Idriss', 'Palombière', '1983-09-30'),
        verification: { piece: 'titre_sejour', isPerimee: true },
        tiers: { nom: 'Samia Verveine', role: 'interprete', langue: 'arabe' },
      },
      isProtege: false,
      dureeMois: 2,
      lignes: [
        {
          nature: 'demarche',
          theme: 'EtrangersEurope',
          objet: 'Renouveler mon titre de séjour',
          operateur: 'ANEF (préfecture)',
        },
      ],
    },
    actes: [],
    fin: null,
  },
  {
    seancesAvant: 3,
    suppleant: false,
    brouillon: {
      identite: identite('Germaine', 'Bergerie', '1936-01-22'),
      isProtege: false,
      dureeMois: 3,
      lignes: [
        { nature: 'demarche', theme: 'ArgentImpots', objet: 'Déclarer mes revenus', operateur: 'Impôts (DGFiP)' },
        { nature: 'demarche', theme: 'SocialSante', objet: 'Changer mon adresse', operateur: 'CPAM' },
      ],
    },
    actes: [{ rang: 0, quoi: 'Déclaration envoyée, accusé remis', resultat: 'fait' }],
    fin: 'achevement',
  },
  {
    seancesAvant: 4,
    suppleant: false,
    brouillon: {
      identite: identite('Marceau', 'Tuilière', '1959-07-03'),
      isProtege: false,
      dureeMois: 6,
      lignes: [
        {
          nature: 'demarche',
          theme: 'TravailFormation',
          objet: 'Actualiser ma situation',
          operateur: 'France Travail',
        },
        {
          nature: 'demarche',
          theme: 'TransportsMobilite',
          objet: 'Demander une carte de transport',
          operateur: 'Région',
        },
      ],
    },
    actes: [],
    fin: 'retrait',
  },
];

/** A few strokes that are nobody's: each mandat has its own, since a drawing signs once. */
function dessin(graine: number): Dessin {
  return [
    Array.from({ length: 40 }, (_, step) => {
      const x = 60 + step * 11;
      const y = 100 + 45 * Math.sin(step / (2 + graine / 3)) + 20 * Math.cos(step / (3 + graine));
      return [Math.round(x), Math.round(y)] as const;
    }),
  ];
}

/**
 * Mandats of the demo agent, signed as the pages sign them: each with its keys, its sealed document and its copy. Also the settings,
 * with an invented visa. Made once; keys that a start cut short leaves behind are swept at night.
 */
export async function seedMandats(database: Kysely<DB>, { today, ...options }: Options): Promise<void> {
  const territoire = (await allTerritoires(database)).find(({ id }) => id === demo.territoire);
  if (territoire === undefined) throw new Error('The demo territoire is missing');
  const now = today.toZonedDateTime('Europe/Paris').toInstant();
  await database.transaction().execute(async (db: Db) => {
    await sql`select set_config('escale.territoire', ${demo.territoire}, true)`.execute(db);
    const visa = {
      reference: 'TG-2026-07 (fictif)',
      date: today.subtract({ months: 4 }),
      portee: 'Contenu et identité des mandats d’accompagnement numérique, dès leur fin (démonstration).',
    };
    await saveReglages(
      db,
      demo.territoire,
      { ...REGLAGES_PROPOSES, visa },
      { changes: ['visa'], compteId: demo.comptes.equipe, now },
    );
    const seances = await db
      .selectFrom('seance')
      .select('id')
      .where('territoireId', '=', demo.territoire)
      .where('agentId', '=', demo.agents.demo)
      .where('statut', '=', 'prevue')
      .where('jour', '<', today)
      .orderBy('jour', 'desc')
      .limit(10)
      .execute();
    for (const [rank, mandat] of MANDATS.entries()) {
      const seance = await findSeance(db, demo.territoire, seances[mandat.seancesAvant - 1]?.id ?? '');
      if (seance === undefined) continue;
      const brouillon = { ...mandat.brouillon, suppleantId: mandat.suppleant ? demo.agents.autre : null };
      const compte = { id: demo.comptes.agent } as Parameters<typeof garder>[0]['compte'];
      const chez = { db, territoire, compte };
      const lu = await aLire(chez, seance, brouillon, { jour: seance.jour });
      const signeAt = seance.jour
        .toZonedDateTime({ timeZone: 'Europe/Paris', plainTime: seance.heureDebut })
        .add({ minutes: 40 })
        .toInstant();
      const acte = nouvelActe({ id: uuidv7(), seance, lu, signeAt });
      const dessins: Dessins = {
        mandant: dessin(rank * 3 + 1),
        mandataire: dessin(rank * 3 + 2),
        tiers: brouillon.identite.tiers === null ? null : dessin(rank * 3 + 3),
      };
      const given = { ...options, demo: true };
      const { pdf, stampedAt } = await documentScelle(chez, acte, dessins, given);
      await options.cles.make(demo.territoire, [acte.id]);
      await garder(
        chez,
        acte,
        { forme: 'tablette', document: pdf, horodateAt: stampedAt, dessins, remplaceId: null },
        given,
      );
      await suites(db, mandat, { mandatId: acte.id, signeAt, now, options: given });
    }
    // Only the person holds the copy, once the day is over.
    await db.updateTable('mandat').set({ copie: null }).where('territoireId', '=', demo.territoire).execute();
  });
}

async function suites(
  db: Db,
  { actes, fin }: MandatDemo,
  {
    mandatId,
    signeAt,
    now,
    options,
  }: { mandatId: string; signeAt: Temporal.Instant; now: Temporal.Instant; options: CreationOptions },
): Promise<void> {
  const demarches = await db
    .selectFrom('mandatDemarche')
    .select('id')
    .where('territoireId', '=', demo.territoire)
    .where('mandatId', '=', mandatId)
    .orderBy('rang')
    .execute();
  for (const { rang, quoi, resultat } of actes) {
    const demarcheId = demarches[rang]?.id ?? '';
    const acte = { demarcheId, agentId: demo.agents.demo, compteId: demo.comptes.agent };
    const contenu = { quoi, resultat, mode: 'presence' as const };
    await saveActe({ db, cles: options.cles }, demo.territoire, {
      ...acte,
      faitAt: signeAt.add({ minutes: 15 }),
      contenu,
    });
  }
  const [first] = demarches;
  if (fin === null || first === undefined) return;
  await finirDemarches(db, demo.territoire, mandatId, {
    at: now,
    cause: fin,
    canal: fin === 'retrait' ? 'lien' : 'agent',
    compteId: null,
    delaiTiersHeures: REGLAGES_PROPOSES.delaiTiersHeures,
    demarcheIds: [first.id],
  });
}
