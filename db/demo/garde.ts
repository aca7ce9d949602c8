import type { Transaction } from 'kysely';
import { formatDate } from '../../src/domain/date.ts';
import type { Echange } from '../../src/features/echanges/rules.ts';
import type { Evenement } from '../../src/features/violations/rules.ts';
import type { DB } from '../types.ts';
import { demo, demoId } from './ids.ts';
import { unePage } from './pieces.ts';

type Jour = Temporal.PlainDate;

const territoireId = demo.territoire;
const at = (jour: Jour, heures: number, minutes = 0): Temporal.Instant =>
  jour.toZonedDateTime('Europe/Paris').add({ hours: heures, minutes }).toInstant();

type EchangeDemo = {
  readonly slug: string;
  readonly jours: number;
  readonly par: string;
  readonly dit: Omit<Echange, 'le'>;
};

const ECHANGES: readonly EchangeDemo[] = [
  {
    slug: 'logement',
    jours: 4,
    par: demo.comptes.agent,
    dit: {
      demandeur: 'Clémence Arbousier, assistante sociale',
      service: 'Maison sociale de proximité de Perpignan Nord',
      destinataire: 'departement',
      natures: ['identite', 'logement'],
      precisions: null,
      fondement: 'accord',
      finalite: 'étude d’une demande d’aide au logement',
      personnes: 1,
      envoyePar: 'Maëlle Tramontane',
      canal: 'plateforme',
    },
  },
  {
    slug: 'autonomie',
    jours: 13,
    par: demo.comptes.equipe,
    dit: {
      demandeur: 'Fabrice Genévrier, gestionnaire',
      service: 'Maison départementale des personnes handicapées',
      destinataire: 'partenaire',
      natures: ['identite', 'sante', 'demarche'],
      precisions: null,
      fondement: 'mandat',
      finalite: 'suite d’un dossier commencé en permanence',
      personnes: 2,
      envoyePar: 'Nour Bourdaine',
      canal: 'courriel_chiffre',
    },
  },
  {
    slug: 'listes',
    jours: 96,
    par: demo.comptes.equipe,
    dit: {
      demandeur: 'Lucas Romarin, chargé de mission',
      service: 'Direction de l’insertion',
      destinataire: 'departement',
      natures: ['agents'],
      precisions: 'noms et lieux de permanence',
      fondement: 'mission',
      finalite: 'annuaire interne des aides au numérique',
      personnes: 24,
      envoyePar: 'Gabriel Sorbier',
      canal: 'courriel',
    },
  },
];

async function insertEchanges(db: Transaction<DB>, today: Jour): Promise<void> {
  for (const { slug, jours, par, dit } of ECHANGES) {
    const le = today.subtract({ days: jours });
    const id = demoId(territoireId, 'echange', slug);
    const createdAt = at(le, 15, 20);
    await db.insertInto('echange').values({ territoireId, id, createdBy: par, createdAt }).execute();
    const version = { territoireId, echangeId: id, createdBy: par, ...dit, natures: [...dit.natures] };
    await db
      .insertInto('echangeVersion')
      .values({ ...version, rang: 1, le, createdAt })
      .execute();
    if (slug !== 'listes') continue;
    const corrected = { ...version, rang: 2, le, personnes: 31, raisonCorrection: 'Sept agents avaient été oubliés' };
    await db
      .insertInto('echangeVersion')
      .values({ ...corrected, createdAt: at(le.add({ days: 1 }), 9) })
      .execute();
  }
}

type Ecrit = { readonly par: string; readonly le: Temporal.Instant; readonly evenement: Evenement };

async function insertViolation(
  db: Transaction<DB>,
  slug: string,
  [first, ...others]: readonly [Ecrit, ...Ecrit[]],
): Promise<void> {
  const id = demoId(territoireId, 'violation', slug);
  await db.insertInto('violation').values({ territoireId, id, createdBy: first.par, createdAt: first.le }).execute();
  for (const [rank, { par, le, evenement }] of [first, ...others].entries()) {
    const { type, ...donnees } = evenement;
    await db
      .insertInto('violationEvenement')
      .values({
        territoireId,
        id: demoId(territoireId, 'violation', slug, String(rank)),
        violationId: id,
        type,
        donnees: JSON.stringify(donnees),
        createdBy: par,
        createdAt: le,
      })
      .execute();
  }
}

/** One breach notified and closed, one that is dealt with: no clock runs, so that the demo does not age. */
async function insertViolations(db: Transaction<DB>, today: Jour): Promise<void> {
  const { agent, dpo, referent } = demo.comptes;
  const vol = today.subtract({ days: 120 });
  await insertViolation(db, 'tablette', [
    {
      par: agent,
      le: at(vol, 9, 40),
      evenement: {
        type: 'declaration',
        atteinte: 'perte',
        quoi: 'La tablette d’une permanence a été volée dans une voiture, pendant la nuit. Le service informatique est prévenu.',
        sortes: 'agenda des permanences, messagerie professionnelle',
        personnes: 30,
        connueAt: at(vol, 8, 15),
      },
    },
    {
      par: dpo,
      le: at(vol, 14, 5),
      evenement: {
        type: 'mesure',
        mesure: 'Tablette bloquée à distance à 9 h 50 ; mots de passe de la messagerie changés.',
      },
    },
    {
      par: dpo,
      le: at(vol.add({ days: 1 }), 11),
      evenement: {
        type: 'notification',
        notifieeAt: at(vol.add({ days: 1 }), 10, 45),
        numero: 'FICTIF-0001',
        raisonRetard: null,
      },
    },
    {
      par: dpo,
      le: at(vol.add({ days: 2 }), 16),
      evenement: {
        type: 'sans_information',
        cas: 'incomprehensibles',
        raison: 'La mémoire de la tablette est chiffrée, et elle a été bloquée avant toute connexion.',
      },
    },
    {
      par: dpo,
      le: at(vol.add({ days: 9 }), 10),
      evenement: { type: 'cloture', denouement: 'traitee', raison: null },
    },
  ]);
  const erreur = today.subtract({ days: 6 });
  await insertViolation(db, 'courriel', [
    {
      par: referent,
      le: at(erreur, 11, 30),
      evenement: {
        type: 'declaration',
        atteinte: 'divulgation',
        quoi: 'La liste des contacts du service a été envoyée à une mauvaise adresse. La personne l’a effacée et nous l’a écrit.',
        sortes: 'noms et téléphones professionnels',
        personnes: 8,
        connueAt: at(erreur, 11),
      },
    },
    {
      par: dpo,
      le: at(erreur, 15),
      evenement: {
        type: 'sans_notification',
        raison:
          'Coordonnées professionnelles, destinataire connu, effacement confirmé par écrit dans l’heure : pas de risque.',
      },
    },
  ]);
}

async function insertDossiers(db: Transaction<DB>, today: Jour): Promise<void> {
  const { dpo, administrateur } = demo.comptes;
  const version = async (
    genre: 'aipd' | 'homologation',
    slug: string,
    { jours, revoir, auteur, par }: { jours: number; revoir: Jour; auteur: string; par: string },
  ): Promise<string> => {
    const id = demoId(territoireId, 'dossier', slug);
    const etabliLe = today.subtract({ days: jours });
    const titre = genre === 'aipd' ? 'Analyse d’impact relative à la protection des données' : 'Dossier d’homologation';
    await db
      .insertInto('dossierVersion')
      .values({
        territoireId,
        id,
        genre,
        etabliLe,
        revoirLe: revoir,
        auteur,
        fichier: `${slug}.pdf`,
        octets: unePage([titre, `Document fictif de la démonstration, du ${formatDate(etabliLe)}.`, auteur]),
        createdBy: par,
        createdAt: at(etabliLe.add({ days: 1 }), 10),
      })
      .execute();
    return id;
  };
  const delegue = { auteur: 'Irène Obsidienne', par: dpo };
  const first = await version('aipd', 'aipd-2025', { ...delegue, jours: 400, revoir: today.subtract({ days: 50 }) });
  const second = await version('aipd', 'aipd-2026', { ...delegue, jours: 70, revoir: today.add({ days: 55 }) });
  const homologue = await version('homologation', 'homologation-2026', {
    jours: 310,
    revoir: today.add({ days: 420 }),
    auteur: 'Direction des systèmes d’information',
    par: administrateur,
  });
  for (const [versionId, jours, texte] of [
    [first, 390, 'Avis favorable.'],
    [second, 62, 'Avis favorable ; revoir le chapitre sur les mandats avant leur ouverture.'],
  ] as const) {
    await db
      .insertInto('dossierActe')
      .values({
        territoireId,
        versionId,
        genre: 'aipd',
        type: 'signature',
        le: today.subtract({ days: jours }),
        texte,
        createdBy: dpo,
      })
      .execute();
  }
  await db
    .insertInto('dossierActe')
    .values({
      territoireId,
      versionId: homologue,
      genre: 'homologation',
      type: 'decision',
      le: today.subtract({ days: 300 }),
      dureeMois: 36,
      fonction: 'Directrice générale des services',
      createdBy: administrateur,
    })
    .execute();
}

/** What the DPO keeps watch over. */
export async function insertGarde(db: Transaction<DB>, today: Jour): Promise<void> {
  await insertEchanges(db, today);
  await insertViolations(db, today);
  await insertDossiers(db, today);
}
