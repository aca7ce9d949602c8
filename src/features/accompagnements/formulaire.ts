export {
  collectifForm,
  coordinationForm,
  formDe,
  individuelForm,
  LISTES_COORDINATION,
  TOUS_LES_TYPES,
} from './formulaire/champs.ts';
export { toSaisie } from './formulaire/lecture.ts';
export { champDe } from './formulaire/refus.ts';
export {
  FORMULAIRE,
  saisieInitiale,
  toState,
  toValeurs,
  toValeursMontrees,
  typeDe,
  type Valeurs,
} from './formulaire/valeurs.ts';
