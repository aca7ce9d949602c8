import type { Bilan } from './envoi.ts';
import { attendre } from './temps.ts';

type Options = {
  readonly travail: () => Promise<Bilan>;
  readonly dire: (bilan: Bilan) => void;
};

/** A network that is there without saying so is tried every minute. */
const VEILLE_MS = 60_000;
/** Another tab sends: soon over. */
const OCCUPE_MS = 3_000;

/** When to try again: the network returns, the page is looked at again, and at times that grow with failures. */
export class Rythme {
  readonly #options: Options;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #echecs = 0;
  #enCours: Promise<Bilan> | undefined;

  constructor(options: Options) {
    this.#options = options;
    window.addEventListener('online', () => void this.essayer());
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') void this.essayer();
    });
  }

  /** One try at a time; whoever asks during one gets its answer. */
  essayer(): Promise<Bilan> {
    this.#enCours ??= this.#essai().finally(() => {
      this.#enCours = undefined;
    });
    return this.#enCours;
  }

  async #essai(): Promise<Bilan> {
    clearTimeout(this.#timer);
    const bilan = await this.#options.travail().catch((): Bilan => ({ etat: 'muette' }));
    this.#options.dire(bilan);
    this.#timer = setTimeout(() => void this.essayer(), this.#delai(bilan));
    return bilan;
  }

  #delai(bilan: Bilan): number {
    if (bilan.etat === 'occupe') return OCCUPE_MS;
    if (!['hors-ligne', 'portail', 'plus-tard', 'muette', 'pleine'].includes(bilan.etat)) {
      this.#echecs = 0;
      return VEILLE_MS;
    }
    this.#echecs += 1;
    return attendre(this.#echecs, bilan.etat === 'plus-tard' ? bilan.retryAfter : null);
  }
}
