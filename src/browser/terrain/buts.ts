import type { Journee, SeanceTerrain, Valeurs } from '../../domain/terrain.ts';
import { lire } from './champs.ts';
import type { Element, File } from './file.ts';
import { formulaireVierge } from './formulaires.ts';

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
      readonly seance: SeanceTerrain;
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

/** Undefined: the address is not of the form, or what it names is no longer there. */
export function butDe(hash: string, connu: Connu): But | undefined {
  const [, verbe, id, rdv] = ADRESSE.exec(hash) ?? [];
  if (verbe === 'noter') return id === undefined ? noterMaintenant(connu) : noter(connu, id, rdv);
  if (id === undefined) return undefined;
  if (verbe === 'atelier') return noterAtelier(connu, id);
  if (verbe === 'corriger') return corriger(connu, id);
  return verbe === 'modifier' || verbe === 'dupliquer' ? reprendreNote(connu, id, verbe) : undefined;
}

const TITRE = 'Noter un accompagnement';
const TITRE_ATELIER = 'Noter un atelier';

/** A séance in which something may be noted. */
function seanceOuverte({ journee, aujourdhui }: Connu, id: string): SeanceTerrain | undefined {
  return journee.seances.find((one) => one.id === id && one.statut === 'prevue' && one.jour <= aujourdhui);
}

function noter(connu: Connu, id: string, rdvId: string | undefined): But | undefined {
  const seance = seanceOuverte(connu, id);
  if (seance === undefined) return undefined;
  const rdv = seance.rendezVous.find((one) => one.id === rdvId);
  const titre = rdv === undefined ? TITRE : `${TITRE} : ${rdv.debut}, ${rdv.prenom ?? 'sans prénom'}`;
  const ofRdv: Valeurs = rdv === undefined ? {} : { rendezVous: [rdv.id], heureDebut: [rdv.debut] };
  return { genre: 'creer', titre, seance, valeurs: { ...depart('Individuel', seance), ...ofRdv } };
}

function noterAtelier(connu: Connu, id: string): But | undefined {
  const seance = seanceOuverte(connu, id);
  if (seance === undefined) return undefined;
  const valeurs = { ...depart('Collectif', seance), heureDebut: [seance.debut] };
  return { genre: 'creer', titre: TITRE_ATELIER, seance, valeurs };
}

/** What a form says of a séance before anything is typed. The day too: the server would take that on which it is received. */
function depart(type: string, { id, jour }: SeanceTerrain): Valeurs {
  const form = formulaireVierge(type);
  const initiales = form === undefined ? {} : lire(form, {});
  return { ...initiales, typeActivite: [type], seance: [id], jour: [jour], typeLieu: ['LieuActivite'] };
}

/** Without saying where: in the last séance that has begun today, else out of any. */
function noterMaintenant(connu: Connu): But | undefined {
  const today = connu.journee.seances.filter(({ jour, statut }) => jour === connu.aujourdhui && statut === 'prevue');
  const last = [...today].sort((a, b) => (a.debut < b.debut ? -1 : 1)).at(-1);
  return last && noter(connu, last.id, undefined);
}

/** Not copied: it is of one person, of one hour, of one service, or of those who came. */
const PROPRES = /^(rendezVous|heureDebut|personne(Vue)?|mandat|bloque.*|obstacle.*|participants|dejaAides|nb[A-Z].*)$/;

export function sansPropres(valeurs: Valeurs): Valeurs {
  return Object.fromEntries(Object.entries(valeurs).filter(([name]) => !PROPRES.test(name)));
}

function reprendreNote({ journee }: Connu, id: string, verbe: 'modifier' | 'dupliquer'): But | undefined {
  for (const seance of journee.seances) {
    const note = seance.accompagnements.find((one) => one.id === id);
    if (note === undefined) continue;
    const { valeurs, version } = note;
    const isAtelier = valeurs['typeActivite']?.[0] === 'Collectif';
    const duplique = isAtelier ? TITRE_ATELIER : TITRE;
    if (verbe === 'dupliquer') return { genre: 'creer', titre: duplique, seance, valeurs: sansPropres(valeurs) };
    const titre = 'Modifier l’accompagnement';
    return { genre: 'modifier', titre, accompagnement: id, base: version, valeurs, seance };
  }
  return undefined;
}

function corriger({ journee, file }: Connu, id: string): But | undefined {
  const element = file.find(({ operation }) => operation.id === id);
  if (element === undefined || element.illisible || element.operation.nature === 'supprimer') return undefined;
  const { valeurs } = element.operation;
  const seance = journee.seances.find((one) => one.id === valeurs['seance']?.[0]);
  return { genre: 'corriger', titre: 'Corriger l’accompagnement', valeurs, element, seance };
}

/** What the server holds of it now, as far as this device knows; null: nothing. */
export function versionConnue(journee: Journee, accompagnement: string): string | null {
  const notes = journee.seances.flatMap(({ accompagnements }) => accompagnements);
  return notes.find((one) => one.id === accompagnement)?.version ?? null;
}
