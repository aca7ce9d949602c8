import type { Insertable, Transaction } from 'kysely';
import { contenuAffiche } from '../../src/features/communication/affichage/etat.ts';
import { writeContenu } from '../../src/features/communication/affichage/store.ts';
import { annonceLisible } from '../../src/features/communication/annonce.ts';
import type { ContenuAffiche } from '../../src/features/communication/rules/affichage.ts';
import { dernierJourUsuel } from '../../src/features/communication/rules/periode.ts';
import type { DateDePermanence } from '../../src/features/communication/store.ts';
import { SANS_RENDEZ_VOUS } from '../../src/features/permanences/rules.ts';
import type { DB } from '../types.ts';
import type { CommuneDemo } from './communes.ts';
import { demo, demoId, ids66 } from './ids.ts';
import { insertAll } from './insert.ts';
import { jourOuvreAvant } from './jours.ts';
import { type LieuPlace, VISITEUR } from './lieux.ts';
import type { PermanenceDemo } from './permanences.ts';
import { telephoneFictif } from './personnes.ts';

type Jour = Temporal.PlainDate;

type Options = {
  readonly today: Jour;
  readonly communes: ReadonlyMap<string, CommuneDemo>;
  readonly places: readonly LieuPlace[];
  readonly planning: readonly PermanenceDemo[];
  readonly seances: readonly Insertable<DB['seance']>[];
};

const { territoire: territoireId } = demo;
const at = (jour: Jour, hours: number) => jour.toZonedDateTime('Europe/Paris').add({ hours }).toInstant();
const ids = (kind: string, name: string) => demoId(territoireId, kind, name);

/** Proposed a week ago by the référente; its visit is planned. */
function propose({ today, communes }: Options) {
  const commune = communes.get('66016');
  if (commune === undefined) throw new Error('Banyuls-sur-Mer is a commune of the Pyrénées-Orientales');
  const le = jourOuvreAvant(today.subtract({ days: 7 }));
  const lieu: Insertable<DB['lieu']> = {
    territoireId,
    id: demo.lieux.propose,
    structureId: demo.structures.alberes,
    nom: 'Salle des associations de Banyuls',
    adresse: '6 avenue de la République',
    codePostal: commune.codePostal,
    codeInsee: commune.codeInsee,
    acces: 'Rez-de-chaussée, à 200 m de la gare.',
    aApporter: null,
    telephone: telephoneFictif(290),
    latitude: commune.latitude,
    longitude: commune.longitude,
    accordBeneficiaireLe: le,
    accordDepartementLe: null,
    visitePrevueLe: today.add({ days: 6 }),
    visitePrevuePar: 'Nour Bourdaine',
    createdAt: at(le, 10),
    updatedAt: at(le, 10),
  };
  const proposition: Insertable<DB['lieuProposition']> = {
    territoireId,
    lieuId: demo.lieux.propose,
    proposeLe: le,
    declares: ['recoit_public', 'accessible_pmr', 'bureau_confidentiel', 'internet', 'ordinateur'],
    message: 'La salle est libre le mardi et le vendredi. Une imprimante peut être achetée.',
    createdBy: demo.comptes.referent,
    createdAt: at(le, 10),
  };
  return { lieu, proposition };
}

/** The photocopier of Elne has gone; it is to be back in five weeks, and a dérogation runs until then. */
function perdu({ today }: Options) {
  const vu = jourOuvreAvant(today.subtract({ days: 9 }));
  const le = jourOuvreAvant(today.subtract({ days: 8 }));
  const lieuId = demo.lieux.elne;
  const motif = 'Photocopieuse en réparation ; l’imprimante de l’accueil en tient lieu.';
  const common = { territoireId, lieuId, criteres: ['photocopieuse'], motif, createdBy: demo.comptes.equipe };
  const au = today.add({ days: 35 });
  const visite: Insertable<DB['lieuVisite']> = {
    territoireId,
    id: ids('visite', 'elne-2'),
    lieuId,
    faiteLe: vu,
    faitePar: VISITEUR,
    remarque: 'Passage à la demande de l’agente.',
    createdBy: demo.comptes.equipe,
    createdAt: at(vu, 16),
  };
  const constat: Insertable<DB['lieuConstat']> = {
    territoireId,
    id: ids('constat', 'elne-2'),
    lieuId,
    visiteId: visite.id,
    critere: 'photocopieuse',
    satisfait: false,
    constateLe: vu,
    constatePar: VISITEUR,
    precision: 'Partie en réparation, sans date de retour.',
    createdBy: demo.comptes.equipe,
    createdAt: at(vu, 16),
  };
  const decision: Insertable<DB['lieuDecision']> = {
    ...common,
    id: ids('decision', 'elne'),
    choix: 'remettre',
    jour: le,
    echeance: au,
    createdAt: at(le, 11),
  };
  const derogation: Insertable<DB['lieuDerogation']> = {
    ...common,
    id: ids('derogation', 'elne'),
    usage: 'permanence',
    du: le,
    au,
    decisionId: decision.id,
    createdAt: at(le, 11),
  };
  return { visite, constat, decision, derogation };
}

/** What the planning said of a lieu, for its poster. */
function datesDe(lieuId: string, { planning, seances }: Options): DateDePermanence[] {
  return planning
    .filter(({ lieu }) => lieu.id === lieuId)
    .flatMap(({ slug, agent, lieu, jour: jourSemaine, du, au, horaire, toutesLes, rangs, horsVacances }) =>
      seances
        .filter(({ permanenceId }) => permanenceId === ids66.permanence(slug))
        .map((seance): DateDePermanence => {
          const jour = seance.jour as Jour;
          const isLeft = Temporal.PlainDate.compare(jour, agent.contratFin) > 0;
          const statut = seance.statut === 'annulee' ? 'annulee' : isLeft ? 'a_confirmer' : 'prevue';
          return {
            permanenceId: ids66.permanence(slug),
            jourSemaine,
            toutesLes,
            rangs,
            horsVacances,
            ...SANS_RENDEZ_VOUS,
            du,
            au,
            ...horaire,
            jour,
            jourPrevu: jour,
            debut: horaire.heureDebut,
            fin: horaire.heureFin,
            statut,
            ici: true,
            ailleurs: false,
            tenueA: lieu.row.nom,
            fermeDu: null,
            fermeAu: null,
          };
        }),
    );
}

/** The poster of Argelès is up and right; that of Port-Vendres still bears its hours of before. */
function affiches(options: Options): Insertable<DB['affichePose']>[] {
  const pose = (slug: string, daysAgo: number, change: (contenu: ContenuAffiche) => ContenuAffiche) => {
    const place = options.places.find((one) => one.slug === slug);
    if (place === undefined) throw new Error(`No lieu ${slug}`);
    const today = options.today.subtract({ days: daysAgo });
    const au = dernierJourUsuel(today);
    const { nom, adresse, codePostal, telephone = null, aApporter = null } = place.row;
    const contenu = contenuAffiche(
      { nom, adresse, codePostal, commune: place.commune.nom, telephone, aApporter },
      { telephone: null },
      annonceLisible(
        datesDe(place.id, options).filter(({ jour }) => contains(jour, today, au)),
        { du: today, au, codeDepartement: territoireId, vacances: [] },
      ),
    );
    return {
      territoireId,
      id: ids('pose', slug),
      lieuId: place.id,
      poseeLe: today,
      contenu: JSON.parse(writeContenu(change(contenu))),
      createdBy: demo.comptes.referent,
      createdAt: at(today, 9),
    };
  };
  const earlier = (contenu: ContenuAffiche): ContenuAffiche => ({
    ...contenu,
    lignes: contenu.lignes.map((ligne) => ({
      ...ligne,
      debut: ligne.debut.subtract({ minutes: 30 }),
      fin: ligne.fin.subtract({ minutes: 30 }),
    })),
  });
  return [pose('fs-argeles', 5, (contenu) => contenu), pose('port-vendres', 12, earlier)];
}

function contains(jour: Jour, du: Jour, au: Jour): boolean {
  return Temporal.PlainDate.compare(jour, du) >= 0 && Temporal.PlainDate.compare(jour, au) <= 0;
}

/** What agents did not find: one breach waits, one was answered. */
function manquements({ today, places }: Options): Insertable<DB['manquement']>[] {
  const row = (name: string, slug: string, daysAgo: number, rest: Partial<Insertable<DB['manquement']>>) => {
    const place = places.find((one) => one.slug === slug);
    if (place === undefined) throw new Error(`No lieu ${slug}`);
    const le = jourOuvreAvant(today.subtract({ days: daysAgo }));
    return {
      territoireId,
      id: ids('manquement', name),
      lieuId: place.id,
      conventionId: place.convention?.id ?? null,
      nature: 'moyens',
      constateLe: le,
      remarque: null,
      reponduLe: null,
      reponse: null,
      createdBy: demo.comptes.agent,
      createdAt: at(le, 12),
      ...rest,
    };
  };
  return [
    row('prades', 'fs-prades', 6, { remarque: 'Imprimante en panne depuis deux semaines.' }),
    row('argeles', 'fs-argeles', 40, {
      nature: 'accueil',
      remarque: 'Porte fermée à 9 h, personne à l’accueil.',
      reponduLe: today.subtract({ days: 35 }),
      reponse: 'Une clé est désormais remise à l’agente.',
    }),
  ];
}

/** What the demo shows of lieux in the convention: proposed, lost, posted, told. */
export async function insertSuiviDesLieux(db: Transaction<DB>, options: Options): Promise<void> {
  const { lieu, proposition } = propose(options);
  await insertAll(db, 'lieu', [lieu]);
  await insertAll(db, 'lieuProposition', [proposition]);
  const { visite, constat, decision, derogation } = perdu(options);
  await db.insertInto('lieuVisite').values(visite).execute();
  await insertAll(db, 'lieuConstat', [constat]);
  await db.insertInto('lieuDecision').values(decision).execute();
  await db.insertInto('lieuDerogation').values(derogation).execute();
  await insertAll(db, 'affichePose', affiches(options));
  await insertAll(db, 'manquement', manquements(options));
}
