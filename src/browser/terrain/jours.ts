import { type Journee, type NoteTerrain, premier, type SeanceTerrain } from '../../domain/terrain.ts';
import { bouton, copie, element, lien, place } from './dom.ts';
import { type File, filDe } from './file.ts';
import { direJour } from './temps.ts';

type Options = {
  readonly file: File;
  /** The day in Paris, by the clock put right. */
  readonly aujourdhui: string;
  readonly supprimer: (accompagnement: string, resume: string) => void;
};

type Rdv = SeanceTerrain['rendezVous'][number];

/** Today's séances, then those of the other days, folded: drawn when they are opened. */
export function montrerJours(into: HTMLElement, journee: Journee, options: Options): void {
  const { aujourdhui } = options;
  const { seances } = journee;
  const today = seances.filter(({ jour }) => jour === aujourdhui);
  const before = seances.filter(({ jour }) => jour < aujourdhui).reverse();
  const after = seances.filter(({ jour }) => jour > aujourdhui);
  const opened = new Set(Array.from(into.querySelectorAll('details[data-jours][open]'), nomDe));
  const shown = document.createDocumentFragment();
  shown.append(element('h3', `Aujourd’hui, ${direJour(aujourdhui)}`));
  if (today.length === 0) shown.append(element('p', 'Aucune séance aujourd’hui.'));
  for (const seance of today) shown.append(montrerSeance(seance, options));
  const folds = [plier('Les jours d’avant', before, options), plier('Les jours à venir', after, options)];
  for (const fold of folds) if (fold !== null) shown.append(fold);
  into.replaceChildren(shown);
  for (const fold of into.querySelectorAll<HTMLDetailsElement>('details[data-jours]')) {
    if (opened.has(nomDe(fold))) fold.open = true;
  }
}

const nomDe = (fold: Element): string => fold.getAttribute('data-jours') ?? '';

function plier(titre: string, seances: readonly SeanceTerrain[], options: Options): HTMLElement | null {
  if (seances.length === 0) return null;
  const fold = replier(titre, () => {
    let day = '';
    for (const seance of seances) {
      if (seance.jour !== day) fold.append(element('h3', direJour(seance.jour)));
      day = seance.jour;
      fold.append(montrerSeance(seance, options));
    }
  });
  fold.dataset['jours'] = titre;
  return fold;
}

/** What is drawn the first time that it is opened. */
function replier(titre: string, draw: () => void): HTMLDetailsElement {
  const fold = document.createElement('details');
  fold.className = 'e-details';
  const summary = document.createElement('summary');
  summary.textContent = titre;
  fold.append(summary);
  fold.addEventListener('toggle', draw, { once: true });
  return fold;
}

/** What he noted out of any séance, folded: drawn when it is opened. */
export function montrerHorsSeance(into: HTMLElement, { horsSeance = [] }: Journee, options: Options): void {
  const { length } = horsSeance;
  const wasOpen = into.querySelector('details[open]') !== null;
  into.replaceChildren();
  if (length === 0) return;
  const list = document.createElement('ul');
  list.className = 'e-accompagnements';
  const fold = replier(length === 1 ? '1 saisie hors séance notée' : `${length} saisies hors séance notées`, () => {
    for (const note of horsSeance) list.append(montrerNote(note, options, direJour(premier(note.valeurs, 'jour'))));
    fold.append(list);
  });
  into.append(fold);
  fold.open = wasOpen;
}

function montrerSeance(seance: SeanceTerrain, options: Options): HTMLElement {
  const card = copie('modele-seance');
  const isOpen = seance.statut === 'prevue' && seance.jour <= options.aujourdhui;
  card.id = `seance-${seance.id}`;
  place(card, 'endroit').textContent = seance.endroit;
  const where = seance.adresse === null ? '' : `, ${seance.adresse}`;
  place(card, 'horaire').textContent = `${seance.debut} – ${seance.fin}${where}`;
  place(card, 'annulee').hidden = seance.statut !== 'annulee';
  const rendezVous = place(card, 'rendez-vous');
  for (const rdv of seance.rendezVous) rendezVous.append(montrerRdv(seance, rdv, isOpen, options));
  rendezVous.hidden = seance.rendezVous.length === 0;
  const notes = place(card, 'accompagnements');
  const { length } = seance.accompagnements;
  place(card, 'nombre').textContent = length === 1 ? '1 accompagnement noté' : `${length} accompagnements notés`;
  for (const note of seance.accompagnements) notes.append(montrerNote(note, options));
  place(card, 'notes').hidden = seance.accompagnements.length === 0;
  const noter = place(card, 'noter') as HTMLAnchorElement;
  noter.href = `#noter-${seance.id}`;
  noter.hidden = !isOpen;
  const atelier = place(card, 'atelier') as HTMLAnchorElement;
  atelier.href = `#atelier-${seance.id}`;
  atelier.hidden = !isOpen;
  return card;
}

function montrerRdv(seance: SeanceTerrain, rdv: Rdv, isOpen: boolean, { file }: Options): HTMLElement {
  const who = rdv.prenom ?? 'Sans prénom';
  const line = element('li', `${rdv.debut} `);
  const name = document.createElement('strong');
  name.textContent = who;
  line.append(name, ` · ${rdv.motif} `);
  const isNoted = rdv.note || file.some(({ operation }) => premier(operation.valeurs, 'rendezVous') === rdv.id);
  if (isNoted) line.append('· noté');
  else if (isOpen) line.append(lien('Noter', `#noter-${seance.id}-${rdv.id}`, `${rdv.debut}, ${who}`));
  return line;
}

function montrerNote(note: NoteTerrain, { file, supprimer }: Options, jour?: string): HTMLElement {
  const waiting = filDe(file, note.id).at(-1);
  const line = document.createElement('li');
  const title = document.createElement('strong');
  title.textContent = note.resume;
  line.append(
    title,
    document.createElement('br'),
    [...note.details, ...(jour ? [jour] : [])].join(' · '),
    document.createElement('br'),
  );
  if (waiting !== undefined) {
    line.append(waiting.operation.nature === 'supprimer' ? 'Suppression en attente' : 'Modification en attente');
    return line;
  }
  line.append(lien('Modifier', `#modifier-${note.id}`, note.resume), ' ');
  line.append(lien('Dupliquer', `#dupliquer-${note.id}`, note.resume), ' ');
  line.append(bouton('Supprimer', note.resume, () => supprimer(note.id, note.resume)));
  return line;
}
