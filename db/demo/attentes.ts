import type { Insertable, Transaction } from 'kysely';
import { uniqueDe } from '../../src/features/rendez-vous/avis/prevenir.ts';
import { idDe, type RendezVousADire, rendezVousADire } from '../../src/features/rendez-vous/avis/store.ts';
import { texteAppel, texteSms } from '../../src/features/rendez-vous/avis/textes.ts';
import { empreinteJeton, jetonDe } from '../../src/features/rendez-vous/code.ts';
import { numeroMobile } from '../../src/features/sms/rules.ts';
import type { Coffre } from '../../src/platform/coffre.ts';
import type { DB } from '../types.ts';
import { demo, demoId } from './ids.ts';
import { insertAll } from './insert.ts';
import { estJourOuvre } from './jours.ts';

type Date = Temporal.PlainDate;
type Row<T extends keyof DB> = Insertable<DB[T]>;

const at = (jour: Date, heures: number): Temporal.Instant =>
  jour.toZonedDateTime('Europe/Paris').add({ hours: heures }).toInstant();

/** Calls are useful before so many days. */
const JOURS_DES_RAPPELS = 8;

const ATTENTES = [
  { code: 'BDFH2345', lieuId: demo.lieux.elne, motif: 'telephone', prenom: 'Ginette', telephone: '06 39 98 41 07' },
  { code: 'CGJK3456', lieuId: demo.lieux.elne, motif: 'telephone', prenom: 'Mourad', telephone: '01 99 00 41 18' },
  { code: 'DHKM4567', lieuId: demo.lieux.alberesAutre, motif: 'telephone', prenom: 'Pilar', telephone: null },
] as const;

/** Who waits for a place sooner: by SMS, by a call, or by coming back. */
function attenteRows(today: Date, coffre: Coffre): Row<'rdvAttente'>[] {
  return ATTENTES.map(({ code, lieuId, motif, prenom, telephone }, rank) => {
    const id = demoId('66', 'attente', code);
    const mobile = numeroMobile(telephone) !== null;
    return {
      territoireId: demo.territoire,
      id,
      lieuId,
      motifId: demoId('66', 'rdv-motif', motif),
      du: today.add({ days: 1 }),
      au: today.add({ days: 28 }),
      codeAttente: code,
      jetonHash: `\\x${empreinteJeton(jetonDe(coffre, id)).toString('hex')}` as unknown as Buffer,
      prenom,
      telephone,
      prevenir: telephone === null ? 'guichet' : mobile ? 'sms' : 'appel',
      createdBy: telephone === null ? demo.comptes.agent : null,
      createdAt: at(today.subtract({ days: 3 - rank }), 11),
    };
  });
}

/** Records of people who wished to be known: two of them look like one person. */
const PERSONNES = [
  { nomCherche: 'violette arbousier', prenom: 'Violette', nom: 'Arbousier', telephone: '06 39 98 52 10', annee: 1950 },
  { nomCherche: 'violete arbousier', prenom: 'Violete', nom: 'Arbousier', telephone: '06 39 98 52 10', annee: null },
  { nomCherche: 'baptistin genevrier', prenom: 'Baptistin', nom: 'Genévrier', telephone: null, annee: 1938 },
  { nomCherche: 'nora', prenom: 'Nora', nom: null, telephone: '01 99 00 52 31', annee: null },
] as const;

function personneRows(today: Date): Row<'personne'>[] {
  return PERSONNES.map(({ annee, ...personne }, rank) => {
    const created = at(today.subtract({ days: 20 + rank }), 10);
    const of = { territoireId: demo.territoire, id: demoId('66', 'personne', personne.nomCherche) };
    const par = { createdBy: demo.comptes.agent, createdAt: created, updatedAt: created };
    return { ...of, ...personne, anneeNaissance: annee, ...par };
  });
}

/** The day before, or the last working day before that. */
function veilleOuvree(jour: Date): Date {
  const veille = jour.subtract({ days: 1 });
  return estJourOuvre(veille) ? veille : veilleOuvree(veille);
}

/** Calls that are left to make: reminders of the days to come, and what nobody but a voice can tell of a séance that is gone. */
function appelRows(rdvs: readonly Raconte[], today: Date): Row<'appel'>[] {
  return rdvs.flatMap(({ rdv, statut }) => {
    const isGone = statut === 'a_replacer';
    if (rdv.prevenir !== 'appel' && !(isGone && rdv.prevenir === 'guichet')) return [];
    const jours = today.until(rdv.jour).total('days');
    if (!isGone && (jours < 1 || jours > JOURS_DES_RAPPELS)) return [];
    const raison = isGone ? 'a_replacer' : 'rappel';
    return [
      {
        territoireId: demo.territoire,
        // As the application would write it: its own job does not say it again.
        id: idDe(demo.territoire, uniqueDe(raison, rdv)),
        rendezVousId: rdv.id,
        raison,
        aDire: texteAppel(raison, rdv),
        avant: at(isGone ? today.add({ days: 1 }) : veilleOuvree(rdv.jour), 18),
        createdAt: at(today.subtract({ days: 1 }), 10),
      },
    ];
  });
}

/** What was written to those whose séance is gone. */
function smsRows(rdvs: readonly Raconte[], today: Date): Row<'sms'>[] {
  return rdvs.flatMap(({ rdv, statut }) => {
    const destinataire = numeroMobile(rdv.telephone);
    if (statut !== 'a_replacer' || rdv.prevenir !== 'sms' || destinataire === null) return [];
    const sent = at(today.subtract({ days: 1 }), 10);
    return [
      {
        territoireId: demo.territoire,
        id: demoId('66', 'sms', rdv.id),
        destinataire,
        texte: texteSms('a_replacer', rdv, { site: 'http://localhost:3000', today }),
        rendezVousId: rdv.id,
        envoyeAt: sent,
        createdAt: sent,
      },
    ];
  });
}

type Raconte = { readonly rdv: RendezVousADire; readonly statut: string };

/** The waiting list, the calls to make, the messages that left and some records of people. After the rendez-vous. */
export async function insertAttentes(
  db: Transaction<DB>,
  { today, coffre }: { readonly today: Date; readonly coffre: Coffre },
): Promise<void> {
  await insertAll(db, 'rdvAttente', attenteRows(today, coffre));
  await insertAll(db, 'personne', personneRows(today));
  const rows = await db
    .selectFrom('rendezVous')
    .select(['id', 'statut'])
    .where('territoireId', '=', demo.territoire)
    .where('statut', 'in', ['confirme', 'a_replacer'])
    .orderBy('id')
    .execute();
  const statuts = new Map(rows.map(({ id, statut }) => [id, statut]));
  const all = await rendezVousADire(db, demo.territoire, [...statuts.keys()]);
  const rdvs = all.map((rdv) => ({ rdv, statut: statuts.get(rdv.id) ?? '' }));
  await insertAll(db, 'appel', appelRows(rdvs, today));
  await insertAll(db, 'sms', smsRows(rdvs, today));
}
