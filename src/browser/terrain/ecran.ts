import type { Journee, Valeurs } from '../../domain/terrain.ts';
import type * as Saisie from '../saisie.ts';
import { demanderEnvoi, direPerte, rajeunir } from './appareil.ts';
import type { But } from './buts.ts';
import { nouvelId } from './chiffre.ts';
import { dire, element, place } from './dom.ts';
import { type Bilan, synchroniser } from './envoi.ts';
import { direBilan, estEnLigne } from './etat.ts';
import type { Fiche } from './fiche.ts';
import {
  compter,
  creer,
  type Element,
  ecarter,
  type File,
  type Geste,
  modifier,
  reprendre,
  supprimer,
} from './file.ts';
import { montrerHorsSeance, montrerJours } from './jours.ts';
import { libelleDe } from './libelles.ts';
import { montrerListes } from './listes.ts';
import type { Magasin } from './magasin.ts';
import { lireMemoire, type Memoire } from './memoire.ts';
import { versionConnue } from './notes.ts';
import { Perte } from './perte.ts';
import * as PHRASES from './phrases.ts';
import { demander } from './question.ts';
import { Rythme } from './rythme.ts';
import { chargerSaisie, estSaisie } from './saisie.ts';
import { direMoment, type Horloge, instant, jourDe } from './temps.ts';

const SUPPRIMER = [
  { valeur: true, libelle: 'Supprimer', danger: true },
  { valeur: false, libelle: 'Ne pas supprimer' },
] as const;
const RETIRER = [
  { valeur: true, libelle: 'Retirer définitivement', danger: true },
  { valeur: false, libelle: 'Garder' },
] as const;

/** The day of an agent on his device: what it shows, and what his gestures make of what waits. */
export class Ecran {
  readonly #page: HTMLElement;
  readonly #magasin: Magasin;
  readonly #compte: string;
  readonly #rythme: Rythme;
  readonly #perte: Perte;
  #saisie: typeof Saisie | undefined;
  #fiche: Fiche | undefined;
  #journee: Journee | undefined;
  #lueMs = 0;
  /** How many times the memory was read, or changed, and which of these is shown. */
  #lectures = 0;
  #montree = 0;
  #file: File = [];
  #bilan: Bilan | undefined;
  /** Operations of other accounts that wait here. */
  #autres = 0;
  #horloge: Horloge = { decalage: 0, dernier: 0 };

  constructor(page: HTMLElement, magasin: Magasin, compte: string) {
    this.#page = page;
    this.#magasin = magasin;
    this.#compte = compte;
    this.#perte = new Perte(magasin, compte);
    this.#rythme = new Rythme({
      travail: () => {
        const age = Math.abs(Date.now() - this.#lueMs);
        return synchroniser(magasin, compte, { relire: this.#bilan === undefined || age > RELIRE_MS });
      },
      dire: (bilan) => {
        this.#bilan = bilan;
        // Somebody else is signed in: this page is theirs now.
        if (bilan.etat === 'autre-compte') location.reload();
        else void this.#relireApresEnvoi();
      },
    });
    window.addEventListener('hashchange', () => this.#montrerVue());
    window.addEventListener('offline', () => this.#direEtat());
  }

  /** From the memory of the device, then from the server. */
  async ouvrir(memoire: Memoire): Promise<void> {
    // Its key goes with its sign-out: without it, nothing can be kept.
    if (!memoire.hasKey || memoire.etat?.memoire === undefined) await this.#magasin.adopter(this.#compte);
    this.#perte.constater(memoire.etat);
    this.#retenir(memoire);
    this.#montrerVue();
    performance.mark('escale-journee');
    void this.#rythme.essayer();
    void this.#preparer();
  }

  /** Once the day is drawn: nobody waits for the code of forms to see his day. */
  async #preparer(): Promise<void> {
    const saisie = await chargerSaisie(this.#page);
    if (this.#saisie !== undefined) return;
    const isAsked = estSaisie(location.hash);
    if (saisie !== undefined) {
      this.#saisie = saisie;
      this.#fiche = new saisie.Fiche(place(this.#page, 'vue-fiche'), {
        garder: (but, valeurs) => this.#garder(but, valeurs),
        fini: (but, encore) => this.#fini(but, encore),
      });
      if (isAsked) this.#montrerVue();
    } else if (isAsked) this.#dire(libelleDe('phrases', 'sansFormulaire'));
  }

  async relire(): Promise<void> {
    this.#lectures += 1;
    const rank = this.#lectures;
    try {
      const memoire = await lireMemoire(this.#magasin, this.#compte);
      // What was read before the last gesture, or before what a later reading has shown, is no longer so.
      if (memoire === undefined || rank < this.#montree) return;
      this.#montree = rank;
      const isLost = this.#perte.constater(memoire.etat) && (this.#file.length > 0 || this.#journee !== undefined);
      if (!isLost) return this.#retenir(memoire);
      if (await this.#perte.reparer({ journee: this.#journee, file: this.#file })) await this.relire();
    } catch {
      this.#bilan = { etat: 'muette' };
      this.#direEtat();
    }
  }

  async #relireApresEnvoi(): Promise<void> {
    await this.relire();
    if (this.#file.some(({ etat }) => etat === 'refusee')) await rajeunir();
  }

  /** Whether a form is open. */
  get saisit(): boolean {
    return !place(this.#page, 'vue-fiche').hidden;
  }

  /** Its person signed out in another tab. */
  oublier(): Promise<void> {
    this.#perte.oublier();
    return this.relire();
  }

  #retenir({ journee, lueMs, file, etat, autres }: Memoire): void {
    this.#journee = journee;
    this.#lueMs = lueMs;
    this.#file = file;
    this.#autres = autres;
    this.#horloge = etat ?? this.#horloge;
    this.#montrer();
  }

  #montrer(): void {
    const journee = this.#journee;
    montrerListes(this.#page, this.#file, journee, {
      retirer: (one, titre) => void this.#retirer(one, titre),
    });
    const days = place(this.#page, 'jours');
    place(this.#page, 'section-hors').hidden = journee === undefined;
    if (journee === undefined) days.replaceChildren(element('p', PHRASES.jamaisLue));
    else {
      const options = {
        file: this.#file,
        aujourdhui: this.#aujourdhui(),
        supprimer: (id: string, resume: string) => void this.#supprimer(id, resume),
      };
      montrerJours(days, journee, options);
      montrerHorsSeance(place(this.#page, 'hors'), journee, options);
    }
    const read = journee === undefined ? '' : `Journée lue le ${direMoment(this.#lueMs + this.#horloge.decalage)}.`;
    place(this.#page, 'lue').textContent = read;
    this.#direEtat();
  }

  #aujourdhui(): string {
    return jourDe(instant(this.#horloge, Date.now()));
  }

  #direEtat(): void {
    const counted = PHRASES.direAttente(compter(this.#file), estEnLigne(this.#bilan));
    const others = this.#autres > 0 ? PHRASES.direAilleurs(this.#autres) : '';
    const text = [counted === '' ? '' : `${counted}.`, direBilan(this.#bilan, this.#file.length === 0), others]
      .filter(Boolean)
      .join(' ');
    const where = place(this.#page, 'etat');
    // Said again by a screen reader only when it changes.
    if (where.textContent !== text) where.textContent = text;
    place(this.#page, 'reconnecter').hidden = this.#bilan?.etat !== 'session';
  }

  #montrerVue(): void {
    const journee = this.#journee;
    const connu = { file: this.#file, aujourdhui: this.#aujourdhui() };
    if (this.#saisie === undefined && estSaisie(location.hash)) void this.#preparer();
    const but = journee && this.#saisie?.butDe(location.hash, { ...connu, journee });
    place(this.#page, 'vue-journee').hidden = but !== undefined;
    if (but !== undefined && journee !== undefined) this.#fiche?.ouvrir(but, journee);
    else {
      this.#fiche?.fermer();
      document.getElementById(location.hash.slice(1))?.scrollIntoView();
    }
  }

  async #geste(valeurs: Valeurs): Promise<Geste> {
    const latest = Math.max(0, ...this.#file.map(({ operation }) => Date.parse(operation.saisiAt) || 0));
    // Two gestures of one device keep their order, whatever its clock does.
    const ms = Math.max(await this.#magasin.maintenant(), latest + 1);
    const formulaire = Number(this.#page.dataset['formulaire']);
    return { id: nouvelId(), formulaire, saisiAt: new Date(ms).toISOString(), valeurs };
  }

  async #garder(but: But, valeurs: Valeurs): Promise<boolean> {
    if (await this.#changer(valeurs, (file, geste) => this.#appliquer(file, but, geste))) return true;
    void this.#saisie?.proposerEnLigne(but, valeurs, Number(this.#page.dataset['formulaire']));
    return false;
  }

  #appliquer(file: File, but: But, geste: Geste): File {
    const compte = this.#compte;
    if (but.genre === 'creer') return creer(file, compte, geste);
    if (but.genre === 'modifier') return modifier(file, compte, but.accompagnement, geste, but.base);
    // As it is now: it may have made way for another while its form was open.
    const { operation, etat } = file.find((one) => one.operation.id === but.element.operation.id) ?? but.element;
    if (etat === 'ecartee') {
      const base = this.#journee === undefined ? null : versionConnue(this.#journee, operation.accompagnement);
      return reprendre(file, operation.id, geste, base);
    }
    // Gone since: the server has it.
    return modifier(file, compte, operation.accompagnement, geste, operation.id);
  }

  /** Keeps a change; false, and why is said, when the device cannot. */
  async #changer(valeurs: Valeurs, change: (file: File, geste: Geste) => File): Promise<boolean> {
    try {
      const geste = await this.#geste(valeurs);
      this.#file = await this.#magasin.changer(this.#compte, (file) => change(file, geste));
      this.#lectures += 1;
      this.#montree = this.#lectures;
    } catch (error) {
      this.#dire(direPerte(error));
      return false;
    }
    this.#montrer();
    void demanderEnvoi();
    void this.#rythme.essayer();
    return true;
  }

  #fini(but: But, encore: boolean): void {
    this.#dire(PHRASES.gardee);
    const again = but.seance === undefined ? '#hors-Individuel' : `#noter-${but.seance.id}`;
    const next = encore ? again : '#contenu';
    if (location.hash === next) this.#montrerVue();
    else location.hash = next;
    if (!encore) place(this.#page, 'message').focus();
  }

  #dire(text: string): void {
    dire(this.#page, text, text === PHRASES.gardee ? 'bon' : '');
    window.scrollTo(0, 0);
  }

  async #supprimer(id: string, resume: string): Promise<void> {
    if (!(await demander<boolean>(`Supprimer « ${resume} » ?`, SUPPRIMER, false))) return;
    const base = this.#journee === undefined ? null : versionConnue(this.#journee, id);
    await this.#changer({}, (file, geste) => supprimer(file, this.#compte, id, geste, base));
  }

  async #retirer({ operation, tentee, etat, illisible }: Element, titre: string): Promise<void> {
    const what = `Retirer « ${titre} » de cet appareil ? Ce qui n’a pas été envoyé sera perdu.`;
    if (!(await demander<boolean>(what, RETIRER, false))) return;
    const isSent = tentee && etat === 'attend' && !illisible;
    await this.#changer({}, (file, geste) =>
      // The server may have it: only a deletion takes it away.
      isSent ? supprimer(file, this.#compte, operation.accompagnement, geste) : ecarter(file, operation.id),
    );
  }
}

/** How old the day shown may be before it is asked for again: at once when the page opens. */
const RELIRE_MS = 5 * 60_000;
