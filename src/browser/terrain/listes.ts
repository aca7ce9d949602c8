import type { Journee, Valeurs } from '../../domain/terrain.ts';
import { bouton, copie, element, lien, place } from './dom.ts';
import { type Element, type File, tetes } from './file.ts';
import { aFormulaire, libelleDe } from './formulaires.ts';
import { PHRASES } from './phrases.ts';
import { direJour } from './temps.ts';

type Gestes = {
  /** Takes away what is shown, once asked. */
  readonly retirer: (one: Element, titre: string) => void;
};

const NATURES = { creer: 'Nouveau', modifier: 'Modification', supprimer: 'Suppression' } as const;

/** The two lists of what has not left: what waits, then what somebody must look at. */
export function montrerListes(page: ParentNode, file: File, journee: Journee | undefined, gestes: Gestes): void {
  const heads = tetes(file);
  const waiting = heads.filter(({ etat, illisible }) => etat === 'attend' && !illisible);
  const others = heads.filter((one) => !waiting.includes(one));
  for (const [nom, list] of [['attente', waiting] as const, ['corriger', others] as const]) {
    const lines = list.map((one) => ligne(one, journee, gestes));
    place(page, nom).replaceChildren(...lines);
    place(page, `section-${nom}`).hidden = lines.length === 0;
  }
}

/** What it is about, as the form says it. */
export function titreDe(valeurs: Valeurs): string {
  const name = valeurs['titreAtelier']?.[0] || valeurs['coordNom']?.[0];
  if (name) return name;
  return (valeurs['thematiques'] ?? []).map((theme) => libelleDe('thematiques', theme)).join(', ') || 'Sans thème';
}

function ligne(one: Element, journee: Journee | undefined, { retirer }: Gestes): HTMLElement {
  const { operation, illisible, raisons, etat } = one;
  const seen = illisible || operation.nature === 'supprimer' ? noteDe(journee, operation.accompagnement) : undefined;
  const titre = illisible ? 'Saisie illisible' : (seen?.resume ?? titreDe(operation.valeurs));
  const line = copie('modele-ligne');
  place(line, 'titre').textContent = titre;
  place(line, 'details').textContent = illisible ? '' : details(one, journee);
  const why = illisible
    ? [PHRASES.illisible]
    : [...(etat === 'ecartee' ? [PHRASES.ecartee] : []), ...messages(raisons)];
  place(line, 'raisons').replaceChildren(...why.map((message) => element('li', message)));
  place(line, 'raisons').hidden = why.length === 0;
  const actions = place(line, 'actions');
  if (!illisible && operation.nature !== 'supprimer') {
    const libelle = etat === 'ecartee' ? 'Reprendre cette version' : 'Corriger';
    if (hasForm(operation.valeurs)) actions.append(lien(libelle, `#corriger-${operation.id}`, titre), ' ');
    else place(line, 'typees').textContent = enClair(operation.valeurs);
  }
  actions.append(bouton('Retirer', titre, () => retirer(one, titre)));
  return line;
}

const messages = (raisons: Element['raisons']): readonly string[] => raisons.map(({ message }) => message);

const noteDe = (journee: Journee | undefined, id: string) =>
  journee?.seances.flatMap(({ accompagnements }) => accompagnements).find((one) => one.id === id);

function details({ operation }: Element, journee: Journee | undefined): string {
  const { valeurs, nature } = operation;
  const seance = journee?.seances.find(({ id }) => id === valeurs['seance']?.[0]);
  const jour = seance?.jour ?? valeurs['jour']?.[0];
  const duree = valeurs['duree']?.[0];
  const typed = `${valeurs['dureeAutre']?.[0] ?? ''} min`;
  return [
    NATURES[nature],
    (valeurs['demarches'] ?? []).map((demarche) => libelleDe('demarches', demarche)).join(', '),
    seance?.endroit,
    jour && direJour(jour),
    duree === 'personnaliser' ? typed : duree && libelleDe('duree', duree),
  ]
    .filter(Boolean)
    .join(' · ');
}

const hasForm = (valeurs: Valeurs): boolean => aFormulaire(valeurs['typeActivite']?.[0] ?? 'Individuel');

/** A record of which this page has no form: what was typed, to type it again online. */
function enClair(valeurs: Valeurs): string {
  const typed = Object.entries(valeurs).filter(([name, list]) => !name.startsWith('_') && list.some(Boolean));
  return `À noter de nouveau en ligne : ${typed.map(([name, list]) => `${name} ${list.join(', ')}`).join(' ; ')}`;
}
