import { formatCommune } from '../../../domain/commune.ts';
import { cles, DUREES, estCle, TYPES_LIEU, type TypeActivite } from '../../../domain/nomenclatures.ts';
import type { Rq } from '../../../platform/http/route.ts';
import type { FormState } from '../../../ui/form-state.ts';
import { saisieInitiale, toState, toValeursMontrees } from '../formulaire.ts';
import type { Accompagnement } from '../ligne.ts';
import type { SeanceAgent } from '../store.ts';
import { nomsParCode } from './store.ts';

type Values = FormState['values'];

/** What is not noted again with what is noted again: who it was about, and who came. */
const PROPRES: readonly RegExp[] = [
  /^(jour|heureDebut|seance|rendezVous|mandat|personne|personneVue|participants|dejaAides|coordParticipants)$/,
  /^(bloque|bloqueOperateur|bloqueService|obstacle|obstacleTexte|issuePrecision)$/,
  /^nb(Genre|Age|Statut)/,
];

/** The length of a séance, as a form answers it. */
function dureeDe({ heureDebut, heureFin }: SeanceAgent): Values {
  const minutes = String(heureDebut.until(heureFin).total('minutes'));
  return estCle(DUREES, minutes) ? { duree: minutes } : { duree: 'personnaliser', dureeAutre: minutes };
}

/** A form that nobody has filled yet: the commonest answers, and those of the séance when there is one. */
export function etatInitial(
  type: TypeActivite,
  {
    seance,
    ou,
    today,
  }: { readonly seance: SeanceAgent | null; readonly ou: string; readonly today: Temporal.PlainDate },
): Values {
  const typeLieu = seance !== null || !cles(TYPES_LIEU).some((one) => one === ou) ? 'LieuActivite' : ou;
  const cadre = { jour: today.toString(), typeLieu };
  if (type === 'Individuel') return { ...saisieInitiale, objectif: 'soutien_quotidien', ...cadre };
  if (type !== 'Collectif') return { duree: '60', ...cadre, typeLieu: ou === '' ? 'Autre' : typeLieu };
  const atelier = { ...cadre, objectif: 'atelier' };
  if (seance === null) return { ...atelier, duree: '120' };
  return { ...atelier, ...dureeDe(seance), heureDebut: seance.heureDebut.toString().slice(0, 5) };
}

/** What a form holds of a record, its commune by its name. */
export async function etatDe(rq: Rq, accompagnement: Accompagnement): Promise<Values> {
  const { codeInsee, typeLieu } = accompagnement;
  const values = toState(toValeursMontrees(accompagnement));
  if (codeInsee === null || typeLieu === 'LieuActivite' || typeLieu === 'ADistance') return values;
  const nom = (await nomsParCode(rq.db, [codeInsee])).get(codeInsee);
  return nom === undefined ? values : { ...values, commune: formatCommune({ nom, codeInsee }) };
}

/** The same to be noted again today: its answers, without who it was about nor who came. */
export async function etatRefait(rq: Rq, accompagnement: Accompagnement): Promise<Values> {
  const values = await etatDe(rq, accompagnement);
  const kept = Object.entries(values).filter(([name]) => !PROPRES.some((one) => one.test(name)));
  return { ...Object.fromEntries(kept), jour: rq.today.toString() };
}
