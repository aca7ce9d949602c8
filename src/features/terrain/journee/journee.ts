import { formatCommune } from '../../../domain/commune.ts';
import { estAvant } from '../../../domain/periode.ts';
import type { Journee, NoteTerrain, SeanceTerrain, Valeurs } from '../../../domain/terrain.ts';
import type { Db } from '../../../platform/db.ts';
import { nomsParCode } from '../../accompagnements/autres/store.ts';
import { FORMULAIRE, saisieInitiale, toValeurs, toValeursMontrees } from '../../accompagnements/formulaire.ts';
import { details, resume } from '../../accompagnements/resume.ts';
import {
  type Accompagnement,
  accompagnementsDeAgent,
  type SeanceAgent,
  seancesAgent,
} from '../../accompagnements/store.ts';
import { derniersChoix, fenetreDerniers, fenetrePrenoms, fenetreSeances } from '../rules/journee.ts';
import { lieuxDeLAgent, moisCertifies, type RendezVousTerrain, rendezVousDeLAgent } from './store.ts';

type Qui = { readonly compteId: string; readonly nom: string; readonly agentId: string };
type Moment = { readonly now: Temporal.Instant; readonly today: Temporal.PlainDate };

const INITIALES: Valeurs = Object.fromEntries(
  Object.entries(saisieInitiale).map(([name, value]) => [name, typeof value === 'string' ? [value] : value]),
);

const heure = (time: Temporal.PlainTime): string => time.toString({ smallestUnit: 'minute' });

/**
 * All that the device of an agent keeps to work without network: his séances, who is expected by first name, his records that he may
 * still correct, his last choices. Six questions, whatever there is of each.
 */
export async function journeeDe(db: Db, territoireId: string, qui: Qui, { now, today }: Moment): Promise<Journee> {
  const { agentId } = qui;
  const fenetre = fenetreSeances(today);
  const derniers = fenetreDerniers(today);
  const seances = await seancesAgent(db, territoireId, agentId, { du: fenetre.debut, au: fenetre.fin });
  const records = await accompagnementsDeAgent(db, territoireId, agentId, { du: derniers.debut, au: derniers.fin });
  const conventionIds = [...new Set(records.flatMap(({ conventionId }) => conventionId ?? []))];
  const estCertifie = await moisCertifies(db, territoireId, conventionIds, derniers);
  const rendezVous = await rendezVousDeLAgent(db, territoireId, agentId, fenetrePrenoms(today));
  const ouverts = records.filter(({ conventionId, jour }) => !estCertifie(conventionId, jour));
  const dehors = ouverts.filter(({ seanceId, jour }) => seanceId === null && !estAvant(jour, fenetre.debut));
  const lieux = await lieuxDeLAgent(db, territoireId, agentId, fenetre);
  const communes = await nomsParCode(db, [...new Set(dehors.flatMap(({ codeInsee }) => codeInsee ?? []))]);
  const recordsBySeance = Map.groupBy(ouverts, ({ seanceId }) => seanceId);
  const rendezVousBySeance = Map.groupBy(rendezVous, ({ seanceId }) => seanceId);
  return {
    version: 1,
    compte: qui.compteId,
    nom: qui.nom,
    maintenant: now.toString({ smallestUnit: 'millisecond' }),
    formulaire: FORMULAIRE,
    seances: seances.map((seance) =>
      toSeance(seance, rendezVousBySeance.get(seance.id) ?? [], recordsBySeance.get(seance.id) ?? []),
    ),
    derniers: derniersChoix(records.map(toValeurs)).map(({ libelle, valeurs }) => ({
      libelle,
      // What was not taken again is as on a form just opened.
      valeurs: { ...INITIALES, ...valeurs },
    })),
    horsSeance: dehors.map((record) => toNoteDehors(record, communes)),
    lieux,
  };
}

function toSeance(
  { id, endroit, adresse, jour, heureDebut, heureFin, statut }: SeanceAgent,
  rendezVous: readonly RendezVousTerrain[],
  records: readonly Accompagnement[],
): SeanceTerrain {
  return {
    id,
    endroit,
    adresse,
    jour: jour.toString(),
    debut: heure(heureDebut),
    fin: heure(heureFin),
    statut,
    rendezVous: rendezVous.map(({ seanceId: _, debut, fin, ...rest }) => ({
      ...rest,
      debut: heure(debut),
      fin: heure(fin),
    })),
    accompagnements: records.toReversed().map(toNote),
  };
}

/** The form of what was done out of any séance asks for the commune by its name, where there is one to ask. */
function toNoteDehors(record: Accompagnement, communes: ReadonlyMap<string, string>): NoteTerrain {
  const note = toNote(record);
  const { codeInsee, typeLieu } = record;
  const nom = communes.get(codeInsee ?? '');
  if (codeInsee === null || nom === undefined || (typeLieu !== 'Domicile' && typeLieu !== 'Autre')) return note;
  return { ...note, valeurs: { ...note.valeurs, commune: [formatCommune({ nom, codeInsee })] } };
}

function toNote(record: Accompagnement): NoteTerrain {
  const { id, versionId: version } = record;
  return { id, version, resume: resume(record), details: details(record), valeurs: toValeursMontrees(record) };
}
