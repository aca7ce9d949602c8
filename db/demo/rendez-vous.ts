import { type Insertable, sql, type Transaction } from 'kysely';
import { empreinteJeton, jetonDe } from '../../src/features/rendez-vous/code.ts';
import { type Accueil, decouper, fenetreRdv, heureDe } from '../../src/features/rendez-vous/rules.ts';
import type { Coffre } from '../../src/platform/coffre.ts';
import type { DB } from '../types.ts';
import { type Hasard, hasard } from './hasard.ts';
import { demo, demoId, ids66, permanenceDemo } from './ids.ts';
import { insertAll } from './insert.ts';
import type { PermanenceDemo } from './permanences.ts';

type Date = Temporal.PlainDate;
type SeanceRow = Insertable<DB['seance']>;

const TYPES = [
  {
    slug: 'demarche',
    nom: 'Faire une démarche en ligne',
    dureeMinutes: 45,
    aApporter: 'Vos papiers d’identité, les courriers reçus, votre téléphone, vos codes si vous en avez.',
  },
  {
    slug: 'papiers',
    nom: 'Carte d’identité, passeport, permis',
    dureeMinutes: 30,
    aApporter: 'Votre ancien titre, un justificatif de domicile, votre téléphone.',
  },
  {
    slug: 'telephone',
    nom: 'Se servir de son téléphone ou de son ordinateur',
    dureeMinutes: 60,
    aApporter: 'Votre appareil et son chargeur.',
  },
] as const;
const ACCOMPAGNE = {
  slug: 'accompagne',
  nom: 'Dossier suivi par un travailleur social',
  dureeMinutes: 60,
  aApporter: null,
};

/** First names of nobody in particular, and numbers kept for fiction. */
const PRENOMS = [
  'Josette',
  'Karim',
  'Mireille',
  'Lucien',
  'Fatou',
  'Jordi',
  'Yvonne',
  'Ahmed',
  'Solange',
  'Tiago',
  'Paulette',
  'René',
  'Aïcha',
  'Marcel',
];
const SIGNES = '23456789BCDFGHJKMNPQRSTVWXYZ';

/** Whose permanences receive by rendez-vous: those of the demo agent in their first half, one in three of the others. */
export function accueilOf({ slug, horaire }: PermanenceDemo): Accueil {
  const { heureDebut } = horaire;
  const draw = hasard(`accueil ${slug}`).next();
  const base = { heureDebut, rdvDebut: null, rdvFin: null, pasMinutes: 30 };
  const isDemo = [1, 2, 3, 4, 5].some((jour) => permanenceDemo(jour) === slug);
  if (!isDemo && draw > 0.35) return { ...base, accueil: 'libre' };
  if (!isDemo && draw > 0.2) return { ...base, accueil: 'rendez_vous' };
  return { ...base, accueil: 'mixte', rdvDebut: heureDebut, rdvFin: heureDebut.add({ hours: 2 }) };
}

/** How a person is told: a mobile, a landline, a mail, or the slip alone. */
function joindre(draw: Hasard) {
  const number = `${String(draw.integer(0, 99)).padStart(2, '0')} ${String(draw.integer(0, 99)).padStart(2, '0')}`;
  const none = { telephone: null, courriel: null };
  return {
    sms: { ...none, telephone: `06 39 98 ${number}`, prevenir: 'sms' },
    appel: { ...none, telephone: `01 99 00 ${number}`, prevenir: 'appel' },
    courriel: { ...none, courriel: `personne.${draw.integer(100, 999)}@exemple.invalid`, prevenir: 'courriel' },
    guichet: { ...none, prevenir: 'guichet' },
  }[draw.weighted({ sms: 5, appel: 2, courriel: 2, guichet: 2 })];
}

/**
 * The rendez-vous of one séance: those of before were seen, or not; those to come are awaited, or to be placed again where the
 * séance is gone.
 */
function rendezVousOf(seance: SeanceRow, accueil: Accueil, { today, coffre }: { today: Date; coffre: Coffre }) {
  const {
    id: seanceId,
    jour,
    heureDebut,
    heureFin,
  } = seance as SeanceRow & {
    readonly jour: Date;
    readonly heureDebut: Temporal.PlainTime;
    readonly heureFin: Temporal.PlainTime;
  };
  const draw = hasard(`rendez-vous ${seanceId}`);
  const fenetre = fenetreRdv({ heureDebut, heureFin }, accueil);
  if (fenetre === null) return [];
  const isGone = seance.statut === 'annulee';
  const isPast = Temporal.PlainDate.compare(jour, today) < 0;
  const chance = jour.equals(today) ? 0.8 : 0.4;
  // Three quarters of an hour at most, so that half an hour's step leaves something free.
  return decouper(fenetre, { dureeMinutes: 30, pasMinutes: 30 }, [])
    .filter(() => draw.next() < chance)
    .map(({ debut, fin }) => {
      const id = demoId('66', 'rendez-vous', seanceId, String(debut));
      const code = Array.from({ length: 8 }, () => SIGNES[draw.integer(0, SIGNES.length - 1)]).join('');
      const statut = isPast ? draw.weighted({ recu: 8, absent: 1 }) : isGone ? 'a_replacer' : 'confirme';
      const at = jour.toZonedDateTime({ timeZone: 'Europe/Paris', plainTime: heureDe(debut) }).toInstant();
      const isSeen = statut === 'recu';
      return {
        territoireId: demo.territoire,
        id,
        seanceId,
        motifId: demoId('66', 'rdv-motif', 'papiers'),
        debut: heureDe(debut),
        fin: heureDe(fin),
        statut,
        codeRdv: code,
        jetonHash: `\\x${empreinteJeton(jetonDe(coffre, id)).toString('hex')}`,
        canal: draw.weighted({ public: 5, telephone: 3, agent: 2 }),
        prenom: draw.pick(PRENOMS),
        ...joindre(draw),
        arriveAt: isSeen ? at : null,
        recuAt: isSeen ? at : null,
        createdBy: null,
        createdAt: jour.subtract({ days: 5 }).toZonedDateTime('Europe/Paris').add({ hours: 10 }).toInstant(),
      };
    });
}

/** Types of rendez-vous, the permanences that receive by them, and who has taken one, from two weeks ago to three weeks ahead. */
export async function insertRendezVous(
  db: Transaction<DB>,
  {
    today,
    coffre,
    planning,
    seances,
  }: {
    readonly today: Date;
    readonly coffre: Coffre;
    readonly planning: readonly PermanenceDemo[];
    readonly seances: readonly SeanceRow[];
  },
): Promise<void> {
  const { territoire: territoireId } = demo;
  const createdAt = today.subtract({ days: 400 }).toZonedDateTime('Europe/Paris').add({ hours: 9 }).toInstant();
  const motifs = [
    ...TYPES.map((type) => ({ ...type, ouvertA: ['public', 'prescripteur'] })),
    { ...ACCOMPAGNE, ouvertA: ['prescripteur'] },
  ];
  await db
    .insertInto('rdvMotif')
    .values(
      motifs.map(({ slug, ...motif }) => ({ territoireId, id: demoId('66', 'rdv-motif', slug), ...motif, createdAt })),
    )
    .execute();
  const accueils = new Map(planning.map((one) => [ids66.permanence(one.slug), accueilOf(one)]));
  for (const [id, { accueil, rdvDebut, rdvFin }] of accueils) {
    if (accueil === 'libre') continue;
    await sql`update permanence set accueil = ${accueil}, rdv_debut = ${rdvDebut}::time, rdv_fin = ${rdvFin}::time
      where territoire_id = ${territoireId} and id = ${id}`.execute(db);
  }
  const [du, au] = [today.subtract({ weeks: 2 }), today.add({ weeks: 3 })];
  const rdvs = seances.flatMap((seance) => {
    const jour = seance.jour as Date;
    const isNear = Temporal.PlainDate.compare(jour, du) >= 0 && Temporal.PlainDate.compare(jour, au) <= 0;
    const accueil = accueils.get(seance.permanenceId ?? '');
    const wasHeld = seance.statut === 'prevue' || Temporal.PlainDate.compare(jour, today) > 0;
    if (!isNear || accueil === undefined || !wasHeld) return [];
    return rendezVousOf(seance, accueil, { today, coffre });
  });
  await insertAll(db, 'rendezVous', rdvs as unknown as readonly Insertable<DB['rendezVous']>[]);
}
