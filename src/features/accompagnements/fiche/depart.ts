import { champsDuree } from '../../../domain/serie.ts';
import type { FormState } from '../../../ui/form-state.ts';
import { saisieInitiale, toState, toValeurs } from '../formulaire.ts';
import type { Accompagnement } from '../ligne.ts';
import type { Individuel } from '../rules/saisie.ts';
import { resumeChoix } from './dire.ts';
import { themeDuMotif } from './motif.ts';
import type { Attendu } from './store.ts';

type Values = FormState['values'];

/** What is taken again from a record: what was done and how, not when nor for whom. */
const REPRIS: readonly string[] = [
  'thematiques',
  'demarches',
  'operateur',
  'operateurNom',
  'duree',
  'dureeAutre',
  'typeLieu',
  'materiels',
  'autonomie',
  'issue',
  'issuePrecision',
  'orientation',
  'objectif',
  'axe',
];
const PROFIL: readonly string[] = ['trancheAge', 'genre', 'statutSocial'];
/** Where help is given in a commune of its own. */
const HORS_DU_LIEU: ReadonlySet<string> = new Set(['Domicile', 'Autre']);

/** What a rendez-vous already knows: nothing is typed twice. */
export function departDuRdv({ id, debut, fin, motif, personneId }: Attendu): Values {
  const theme = themeDuMotif(motif);
  const minutes = debut.until(fin).total('minutes');
  return {
    rendezVous: id,
    heureDebut: debut.toString().slice(0, 5),
    ...(minutes > 0 ? champsDuree(minutes) : {}),
    ...(personneId === null ? {} : { personne: personneId }),
    ...(theme === null
      ? {}
      : { thematiques: theme.thematiques, demarches: theme.demarches, operateur: theme.operateur ?? '' }),
  };
}

/** What a record gives to the next one. `profil`: with the age, the genre and the situation, for one more démarche of the same person. */
export function departDe(
  modele: Accompagnement & Individuel,
  { profil, seanceId }: { readonly profil: boolean; readonly seanceId: string | null },
): Values {
  const all = toState(toValeurs(modele));
  const isSameSeance = seanceId !== null && modele.seanceId === seanceId;
  const commune = profil && HORS_DU_LIEU.has(modele.typeLieu) ? ['codeInsee'] : [];
  const names = [...REPRIS, ...(profil ? PROFIL : []), ...(isSameSeance ? ['binome'] : []), ...commune];
  return Object.fromEntries(names.flatMap((name) => (all[name] === undefined ? [] : [[name, all[name]]])));
}

/** The form before anything is typed: the usual answers, then what the rendez-vous knows, then what is taken again. */
export function depart(attendu: Attendu | undefined, repris: Values = {}): Values {
  return { ...saisieInitiale, ...(attendu === undefined ? {} : departDuRdv(attendu)), ...repris };
}

export const DERNIERS_CHOIX = 3;

/** The last records that say different things, the last first. */
export function derniersChoix<A extends Accompagnement>(notes: readonly A[]): readonly (A & Individuel)[] {
  const individuels = notes.filter((one): one is A & Individuel => one.typeActivite === 'Individuel');
  const distincts = new Map<string, A & Individuel>();
  for (const one of individuels) {
    const words = resumeChoix(one);
    if (!distincts.has(words)) distincts.set(words, one);
  }
  return [...distincts.values()].slice(0, DERNIERS_CHOIX);
}
