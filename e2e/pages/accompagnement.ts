import { seanceDuJour } from '../../db/demo/ids.ts';
import type { Visit } from '../visit.ts';
import { signInAs } from './connexion.ts';
import { Formulaire } from './formulaire.ts';

/** Today's séance of the demo agent. */
export function seanceAujourdhui(): string {
  return `/seances/${seanceDuJour(Temporal.Now.plainDateISO('Europe/Paris'))}`;
}

export async function signInAsAgent(visit: Visit): Promise<void> {
  await signInAs(visit, /Maëlle Tramontane/, 'Mon agenda');
}

/** The form of an accompagnement, prefilled with the commonest answers. */
export class AccompagnementForm {
  readonly #visit: Visit;
  readonly #form: Formulaire;

  constructor(visit: Visit) {
    this.#visit = visit;
    this.#form = new Formulaire(visit.page);
  }

  choisir(legende: string | RegExp, reponse: string | RegExp): Promise<void> {
    return this.#form.choisir(legende, reponse);
  }

  remplir(reponses: Readonly<Record<string, string>>): Promise<void> {
    return this.#form.remplir(reponses);
  }

  /** Saves, and looks at the séance where it leads. */
  async enregistrer(): Promise<void> {
    await this.#visit.button(/^Enregistrer$/).click();
    await this.#visit.page.getByRole('heading', { name: 'Accompagnements notés' }).waitFor();
    await this.#visit.see(/./);
  }
}

/** How many accompagnements the page of a séance lists. */
export function nombreDeNotes(visit: Visit): Promise<number> {
  return visit.page.getByRole('link', { name: /^Supprimer/ }).count();
}
