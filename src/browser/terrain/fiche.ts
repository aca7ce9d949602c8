import type { Journee, Valeurs } from '../../domain/terrain.ts';
import { type But, sansPropres } from './buts.ts';
import { direErreurs, lire, remplir } from './champs.ts';
import { place } from './dom.ts';
import type { Raison } from './file.ts';
import { formulaireDe, montrerFormulaire } from './formulaires.ts';
import { libelleDe } from './libelles.ts';
import { direJour } from './temps.ts';
import { verifier } from './verification.ts';

type Options = {
  /** Keeps what was typed; false: it could not, and the form stays. */
  readonly garder: (but: But, valeurs: Valeurs) => Promise<boolean>;
  /** Once it is kept. `encore`: another is to be noted in the same place. */
  readonly fini: (but: But, encore: boolean) => void;
};

/** Where and when, as it is typed already. */
function cadreDe(form: HTMLFormElement): Valeurs {
  const typed = Object.entries(lire(form, {}));
  return Object.fromEntries(typed.filter(([name]) => ['jour', 'typeLieu', 'lieu', 'commune'].includes(name)));
}

/** The form of the page: one of its forms, that of the kind of record. */
export class Fiche {
  readonly #vue: HTMLElement;
  readonly #options: Options;
  #but: But | undefined;

  constructor(vue: HTMLElement, options: Options) {
    this.#vue = vue;
    this.#options = options;
    vue.addEventListener('submit', (event) => {
      event.preventDefault();
      const encore = (event.submitter as HTMLButtonElement | null)?.value === 'autre';
      void this.#soumettre(event.target as HTMLFormElement, encore);
    });
  }

  ouvrir(but: But, { derniers, lieux }: Journee): void {
    this.#but = but;
    const form = montrerFormulaire(place(this.#vue, 'fiche'), formulaireDe(but.valeurs), lieux);
    if (form === undefined) return;
    place(this.#vue, 'titre-fiche').textContent = but.titre;
    place(this.#vue, 'contexte').textContent = but.seance ? `${but.seance.endroit}, ${direJour(but.seance.jour)}` : '';
    remplir(form, but.valeurs);
    this.#montrerDerniers(form, but, derniers);
    for (const other of form.querySelectorAll<HTMLElement>('[value="autre"][name="suite"]')) {
      other.hidden = but.genre !== 'creer';
    }
    this.#vue.hidden = false;
    direErreurs(form, but.genre === 'corriger' ? but.element.raisons : []);
    if (but.genre !== 'corriger' || but.element.raisons.length === 0) place(this.#vue, 'titre-fiche').focus();
    window.scrollTo(0, 0);
  }

  fermer(): void {
    this.#but = undefined;
    this.#vue.hidden = true;
  }

  /** The last choices of the agent, one tap away. */
  #montrerDerniers(form: HTMLFormElement, but: But, derniers: Journee['derniers']): void {
    const where = place(this.#vue, 'derniers');
    const isUseful = but.genre === 'creer' && /^Individuel/.test(form.dataset['fiche'] ?? '') && derniers.length > 0;
    place(this.#vue, 'section-derniers').hidden = !isUseful;
    const buttons = derniers.map(({ libelle, valeurs }) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'ds-button';
      button.dataset['variant'] = 'secondary';
      button.textContent = libelle;
      button.addEventListener('click', () => {
        const { rendezVous = [], heureDebut = [] } = but.valeurs;
        remplir(form, { ...sansPropres(valeurs), ...cadreDe(form), rendezVous, heureDebut });
      });
      return button;
    });
    where.replaceChildren(...(isUseful ? buttons : []));
  }

  async #soumettre(form: HTMLFormElement, encore: boolean): Promise<void> {
    const but = this.#but;
    if (but === undefined || form.getAttribute('aria-busy') === 'true') return;
    const valeurs = lire(form, but.valeurs);
    const wrong = verifier(valeurs);
    const raisons = wrong.map(({ field, phrase }): Raison => ({ field, message: libelleDe('manque', phrase) }));
    direErreurs(form, raisons);
    if (raisons.length > 0) return;
    form.setAttribute('aria-busy', 'true');
    const isKept = await this.#options.garder(but, valeurs).finally(() => form.removeAttribute('aria-busy'));
    if (isKept) this.#options.fini(but, encore);
  }
}
