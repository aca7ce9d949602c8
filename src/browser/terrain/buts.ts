import type { Journee, SeanceTerrain, Valeurs } from '../../domain/terrain.ts';
import { lire } from './champs.ts';
import type { Element, File } from './file.ts';
import { formulaireDe, formulaireVierge, titreDuFormulaire } from './formulaires.ts';
import { noteConnue, seanceDe } from './notes.ts';

/** What the form of the page is open for, as its address says: « #noter-… ». */
export type But =
  | {
      readonly genre: 'creer';
      readonly titre: string;
      readonly valeurs: Valeurs;
      readonly seance?: SeanceTerrain | undefined;
    }
  | {
      readonly genre: 'modifier';
      readonly titre: string;
      readonly accompagnement: string;
      readonly base: string | null;
      readonly valeurs: Valeurs;
      readonly seance?: SeanceTerrain | undefined;
    }
  | {
      readonly genre: 'corriger';
      readonly titre: string;
      readonly valeurs: Valeurs;
      readonly element: Element;
      readonly seance?: SeanceTerrain | undefined;
    };

export type Connu = {
  readonly journee: Journee;
  readonly file: File;
  readonly aujourdhui: string;
};

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const ADRESSE = new RegExp(`^#(noter|atelier|modifier|dupliquer|corriger)(?:-(${UUID}))?(?:-(${UUID}))?$`);
const HORS_SEANCE = /^#hors-(Individuel|Collectif|Evenement|Partenariat|Animation)$/;

/** Undefined: the address is not of the form, or what it names is no longer there. */
export function butDe(hash: string, connu: Connu): But | undefined {
  const [, type] = HORS_SEANCE.exec(hash) ?? [];
  if (type !== undefined) return noterHorsSeance(connu, type);
  const [, verbe, id, rdv] = ADRESSE.exec(hash) ?? [];
  if (verbe === 'noter') return id === undefined ? noterMaintenant(connu) : noter(connu, id, rdv);
  if (id === undefined) return undefined;
  if (verbe === 'atelier') return noterAtelier(connu, id);
  if (verbe === 'corriger') return corriger(connu, id);
  return verbe === 'modifier' || verbe === 'dupliquer' ? reprendreNote(connu, id, verbe) : undefined;
}

/** A séance in which something may be noted. */
function seanceOuverte({ journee, aujourdhui }: Connu, id: string): SeanceTerrain | undefined {
  return journee.seances.find((one) => one.id === id && one.statut === 'prevue' && one.jour <= aujourdhui);
}

function noter(connu: Connu, id: string, rdvId: string | undefined): But | undefined {
  const seance = seanceOuverte(connu, id);
  if (seance === undefined) return undefined;
  const rdv = seance.rendezVous.find((one) => one.id === rdvId);
  const suite = rdv === undefined ? '' : ` : ${rdv.debut}, ${rdv.prenom ?? 'sans prénom'}`;
  const ofRdv: Valeurs = rdv === undefined ? {} : { rendezVous: [rdv.id], heureDebut: [rdv.debut] };
  const valeurs = { ...depart('Individuel', seance), ...ofRdv };
  return { genre: 'creer', titre: `${titreDuFormulaire(valeurs)}${suite}`, seance, valeurs };
}

function noterAtelier(connu: Connu, id: string): But | undefined {
  const seance = seanceOuverte(connu, id);
  if (seance === undefined) return undefined;
  const valeurs = { ...depart('Collectif', seance), heureDebut: [seance.debut] };
  return { genre: 'creer', titre: titreDuFormulaire(valeurs), seance, valeurs };
}

/** What a form says before anything is typed. */
function initiales(valeurs: Valeurs): Valeurs {
  const form = formulaireVierge(formulaireDe(valeurs));
  return { ...(form === undefined ? {} : lire(form, {})), ...valeurs };
}

/** The same in a séance. Its day too: the server would take that on which it is received. */
function depart(type: string, { id, jour }: SeanceTerrain): Valeurs {
  return initiales({ typeActivite: [type], seance: [id], jour: [jour], typeLieu: ['LieuActivite'] });
}

function noterHorsSeance({ aujourdhui }: Connu, type: string): But {
  const valeurs = initiales({ typeActivite: [type], jour: [aujourdhui] });
  return { genre: 'creer', titre: titreDuFormulaire(valeurs), valeurs };
}

/** Without saying where: in the last séance that has begun today, else out of any. */
function noterMaintenant(connu: Connu): But | undefined {
  const today = connu.journee.seances.filter(({ jour, statut }) => jour === connu.aujourdhui && statut === 'prevue');
  const last = [...today].sort((a, b) => (a.debut < b.debut ? -1 : 1)).at(-1);
  return last === undefined ? noterHorsSeance(connu, 'Individuel') : noter(connu, last.id, undefined);
}

/** Not copied: it is of one person, of one hour, of one service, or of those who came. */
const PROPRES =
  /^(rendezVous|heureDebut|personne(Vue)?|mandat|bloque.*|obstacle.*|participants|coordParticipants|dejaAides|nb[A-Z].*)$/;

export function sansPropres(valeurs: Valeurs): Valeurs {
  return Object.fromEntries(Object.entries(valeurs).filter(([name]) => !PROPRES.test(name)));
}

function reprendreNote({ journee, aujourdhui }: Connu, id: string, verbe: 'modifier' | 'dupliquer'): But | undefined {
  const note = noteConnue(journee, id);
  if (note === undefined) return undefined;
  const { valeurs, version } = note;
  const seance = seanceDe(journee, valeurs);
  if (verbe === 'modifier') {
    return {
      genre: 'modifier',
      titre: 'Modifier l’accompagnement',
      accompagnement: id,
      base: version,
      valeurs,
      seance,
    };
  }
  const again = sansPropres(valeurs);
  // Out of any séance, it is noted again today.
  const dated = seance === undefined ? { ...again, jour: [aujourdhui] } : again;
  return { genre: 'creer', titre: titreDuFormulaire(valeurs), seance, valeurs: dated };
}

function corriger({ journee, file }: Connu, id: string): But | undefined {
  const element = file.find(({ operation }) => operation.id === id);
  if (element === undefined || element.illisible || element.operation.nature === 'supprimer') return undefined;
  const { valeurs } = element.operation;
  const seance = seanceDe(journee, valeurs);
  return { genre: 'corriger', titre: 'Corriger l’accompagnement', valeurs, element, seance };
}
