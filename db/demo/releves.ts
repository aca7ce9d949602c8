import type { Insertable, Transaction } from 'kysely';
import { activiteDesMois } from '../../src/features/releves/activite/store.ts';
import { empreinteDe } from '../../src/features/releves/empreinte.ts';
import { type LigneReleve, lireLignes } from '../../src/features/releves/lecture.ts';
import {
  contenuReleve,
  type EtatReleve,
  moisEntier,
  PART_VIDE,
  type PartBeneficiaire,
  periodeDuReleve,
} from '../../src/features/releves/rules.ts';
import type { DB } from '../types.ts';
import { hasard } from './hasard.ts';
import { demo, demoId } from './ids.ts';
import { insertAll } from './insert.ts';

type Jour = Temporal.PlainDate;

const SANS_RIEN = 'Rien à signaler.';
const PARTS: readonly Partial<PartBeneficiaire>[] = [
  { remarque: SANS_RIEN },
  { communications: 1, communicationsDetail: 'Horaires rappelés dans le bulletin municipal' },
  { pannes: 1, pannesDetail: 'Imprimante en panne deux jours' },
  { personnesRecues: 12, joursFermes: 1, fermetures: 'Fermeture de l’accueil pour formation' },
];

/** The convention whose agent never sends, and the one whose référent never certifies: what a board shows. */
const AGENT_EN_RETARD: string = demo.conventions.finitBientot;
const BENEFICIAIRE_EN_RETARD: string = demo.conventions.association;

/** Where the demo leaves a month: the older ones certified, the one that has just ended sent to the référente of the demo. */
function etatDemo({ convention, mois }: LigneReleve, today: Jour): EtatReleve {
  const age = today.with({ day: 1 }).since(mois, { largestUnit: 'months' }).months;
  const isRecent = age <= 2;
  if (convention.id === demo.conventions.alberes) return age === 1 ? 'envoye' : 'certifie';
  if (isRecent && convention.id === AGENT_EN_RETARD) return 'a_envoyer';
  if (isRecent && convention.id === BENEFICIAIRE_EN_RETARD) return 'envoye';
  if (age > 1) return 'certifie';
  return hasard(`releve ${convention.id}`).pick(['certifie', 'certifie', 'envoye', 'a_envoyer']);
}

function midi(jour: Jour): Temporal.Instant {
  return jour.toZonedDateTime('Europe/Paris').add({ hours: 12 }).toInstant();
}

/** The relevés of the months that are over, with what became of each. */
export async function insertReleves(db: Transaction<DB>, today: Jour): Promise<void> {
  const lignes = await lireLignes(db, { id: demo.territoire, dureesConservation: {} }, today);
  const months = lignes.map(({ convention, mois }) => ({ conventionId: convention.id, mois }));
  const activites = await activiteDesMois(db, demo.territoire, months);
  const referents = await db
    .selectFrom('referent')
    .select(['structureId', 'nom', 'fonction'])
    .where('territoireId', '=', demo.territoire)
    .orderBy('nom')
    .execute();
  const releves: Insertable<DB['releve']>[] = [];
  const actes: Insertable<DB['releveActe']>[] = [];
  for (const [rang, ligne] of lignes.entries()) {
    const activite = activites[rang];
    if (activite === undefined) continue;
    const { convention, mois } = ligne;
    const { fin } = moisEntier(mois);
    const [envoyeLe, certifieLe] = [fin.add({ days: 2 }), fin.add({ days: 6 })];
    const asked = etatDemo(ligne, today);
    const isPast = (jour: Jour): boolean => Temporal.PlainDate.compare(jour, today) < 0;
    const sent = isPast(envoyeLe) ? asked : 'a_envoyer';
    const etat = sent === 'certifie' && !isPast(certifieLe) ? 'envoye' : sent;
    const id = demoId(demo.territoire, 'releve', convention.id, mois.toString());
    const base = { territoireId: demo.territoire, id, conventionId: convention.id, mois };
    const acte = (name: string, jour: Jour) =>
      actes.push({
        ...{ territoireId: demo.territoire, id: demoId(id, name), releveId: id, acte: name },
        ...{ createdBy: name === 'certifie' ? demo.comptes.referent : demo.comptes.agent, createdAt: midi(jour) },
      });
    if (etat !== 'a_envoyer') acte('envoye', envoyeLe);
    const createdAt = midi(fin.add({ days: 1 }));
    if (etat !== 'certifie') {
      releves.push({ ...base, createdAt, etat, envoyeAt: etat === 'envoye' ? midi(envoyeLe) : null });
      continue;
    }
    acte('certifie', certifieLe);
    const part = { ...PART_VIDE, ...hasard(`part ${id}`).pick(PARTS) };
    const contenu = contenuReleve(periodeDuReleve(convention, mois) ?? moisEntier(mois), activite);
    const referent = referents.find(({ structureId }) => structureId === convention.structureId);
    releves.push({
      ...{ ...base, createdAt, etat, envoyeAt: midi(envoyeLe), certifieAt: midi(certifieLe) },
      certifieNom: referent === undefined ? 'Le référent de la structure' : `${referent.nom}, ${referent.fonction}`,
      partBeneficiaire: JSON.stringify(part),
      contenu: JSON.stringify(contenu),
      sel: null,
      contenuSha256: Buffer.from(empreinteDe({ contenu, part }, null), 'hex'),
    });
  }
  if (releves.length > 0) await db.insertInto('releve').values(releves).execute();
  await insertAll(db, 'releveActe', actes);
}
