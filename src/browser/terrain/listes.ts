import { type Journee, premier, type Valeurs } from '../../domain/terrain.ts';
import { bouton, copie, element, lien, place } from './dom.ts';
import { type Element, type File, tetes } from './file.ts';
import { libelleDe } from './libelles.ts';
import { noteConnue, seanceDe } from './notes.ts';
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
  const coordination = premier(valeurs, 'coordNom');
  if (coordination) return `${libelleDe('typeActivite', premier(valeurs, 'typeActivite'))} : ${coordination}`;
  const atelier = premier(valeurs, 'titreAtelier');
  if (atelier) return atelier;
  return (valeurs['thematiques'] ?? []).map((theme) => libelleDe('thematiques', theme)).join(', ') || 'Sans thème';
}

function ligne(one: Element, journee: Journee | undefined, { retirer }: Gestes): HTMLElement {
  const { operation, illisible, raisons, etat } = one;
  const seen =
    illisible || operation.nature === 'supprimer' ? noteConnue(journee, operation.accompagnement) : undefined;
  const titre = illisible ? 'Saisie illisible' : (seen?.resume ?? titreDe(operation.valeurs));
  const line = copie('modele-ligne');
  place(line, 'titre').textContent = titre;
  place(line, 'details').textContent = illisible ? '' : details(one, journee);
  const why = illisible
    ? [libelleDe('phrases', 'illisible')]
    : [...(etat === 'ecartee' ? [libelleDe('phrases', 'ecartee')] : []), ...messages(raisons)];
  place(line, 'raisons').replaceChildren(...why.map((message) => element('li', message)));
  place(line, 'raisons').hidden = why.length === 0;
  const actions = place(line, 'actions');
  if (!illisible && operation.nature !== 'supprimer') {
    const libelle = etat === 'ecartee' ? 'Reprendre cette version' : 'Corriger';
    actions.append(lien(libelle, `#corriger-${operation.id}`, titre), ' ');
  }
  actions.append(bouton('Retirer', titre, () => retirer(one, titre)));
  return line;
}

const messages = (raisons: Element['raisons']): readonly string[] => raisons.map(({ message }) => message);

function details({ operation }: Element, journee: Journee | undefined): string {
  const { valeurs, nature } = operation;
  const seance = journee && seanceDe(journee, valeurs);
  const jour = seance?.jour ?? premier(valeurs, 'jour');
  const duree = premier(valeurs, 'duree');
  const typed = `${premier(valeurs, 'dureeAutre')} min`;
  return [
    NATURES[nature],
    (valeurs['demarches'] ?? []).map((demarche) => libelleDe('demarches', demarche)).join(', '),
    premier(valeurs, 'seance') ? seance?.endroit : endroit(valeurs, journee),
    jour && direJour(jour),
    duree === 'personnaliser' ? typed : duree && libelleDe('duree', duree),
  ]
    .filter(Boolean)
    .join(' · ');
}

/** Out of any séance: the lieu, the commune, or « À domicile ». */
function endroit(valeurs: Valeurs, journee: Journee | undefined): string | undefined {
  const type = premier(valeurs, 'typeLieu');
  if (type === 'LieuActivite') return journee?.lieux.find(({ id }) => id === premier(valeurs, 'lieu'))?.nom;
  const commune = type === 'ADistance' ? '' : premier(valeurs, 'commune');
  return [libelleDe('typeLieu', type), commune].filter(Boolean).join(', ');
}
