import type { Compte } from '../../domain/compte.ts';
import { page, type Reply } from '../../platform/http/reply.ts';
import { get, type Route, type Rq, type SignedRq } from '../../platform/http/route.ts';
import { affichages } from '../communication/affichage/etat.ts';
import { dateEffet, isStatutEnVigueur, statutAu } from '../conventions/rules.ts';
import { type ConventionDeStructure, conventionsDe } from '../conventions/store.ts';
import { conformites } from '../lieux/conformite/store.ts';
import { derogationEnCours } from '../lieux/rules.ts';
import { allLieux } from '../lieux/store.ts';
import { lireRelevesDe } from '../releves/a-faire.tsx';
import { lectureDesMois } from '../releves/lecture.ts';
import { bilanDePeriode, vieDeLaConvention } from '../statistiques/rules.ts';
import { loadActivite } from '../statistiques/store.ts';
import { findStructure, type Structure } from '../structures/store.ts';
import { type BilanCourant, MaStructurePage } from './ma-structure-views.tsx';
import { prochainesSeancesDe } from './store.ts';

const SEANCES_MONTREES = 6;

/** The structure of the account itself: the address names none. */
async function sienne(rq: Rq): Promise<Structure | undefined> {
  const structureId = rq.compte?.structureId ?? null;
  return structureId === null ? undefined : findStructure(rq.db, rq.territoire.id, structureId);
}

/** The convention whose figures are shown: the one in force, else the last that took effect. */
function courante(conventions: readonly ConventionDeStructure[], today: Temporal.PlainDate) {
  const inForce = conventions.findLast((one) => isStatutEnVigueur(statutAu(one, today)));
  return inForce ?? conventions.findLast((one) => dateEffet(one) !== null);
}

async function bilanCourant(rq: SignedRq, conventions: readonly ConventionDeStructure[]): Promise<BilanCourant | null> {
  const convention = courante(conventions, rq.today);
  const periode = convention ? vieDeLaConvention(convention, rq.today) : null;
  if (convention === undefined || periode === null) return null;
  const activite = await loadActivite(rq.db, rq.territoire.id, periode, convention.id);
  const lecture = await lectureDesMois(rq.db, rq.territoire, rq.today, convention.id);
  return { convention, total: bilanDePeriode(activite, { periode, aujourdhui: rq.today, public: true, lecture }) };
}

async function show(rq: SignedRq, structure: Structure): Promise<Reply> {
  const { db, territoire, today } = rq;
  const conventions = await conventionsDe(db, territoire.id, structure.id);
  const options = { structureId: structure.id, from: today, max: SEANCES_MONTREES };
  const lieux = await allLieux(db, territoire.id, structure.id);
  const { de } = await conformites(db, territoire.id, today);
  const posters = await affichages(db, territoire, lieux, today);
  return page({
    title: 'Ma structure',
    body: (
      <MaStructurePage
        structure={structure}
        conventions={conventions}
        lieux={lieux.map((lieu) => ({
          lieu,
          derogation: derogationEnCours(de(lieu.id).usages.permanence),
          affiche: posters.get(lieu.id)?.etat ?? { etat: 'jamais' },
        }))}
        seances={await prochainesSeancesDe(db, territoire.id, options)}
        releves={await lireRelevesDe(db, territoire, today, structure.id)}
        bilan={await bilanCourant(rq, conventions)}
        territoire={territoire}
        today={today}
      />
    ),
  });
}

export const maStructureRoutes: readonly Route[] = [
  get('/ma-structure', {
    access: { referent: (compte: Compte, of: Structure) => of.id === compte.structureId },
    load: sienne,
    handle: show,
  }),
];
