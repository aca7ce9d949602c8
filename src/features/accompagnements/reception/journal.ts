import { avecPersonne, personneDe, type Saisie } from '../rules/saisie.ts';
import { estLien, personneRetenue, versionRetenue } from '../rules/versions.ts';
import type { Connu, Intacts } from './connu.ts';
import type { OperationGardee } from './ecrire.ts';
import type { Auteur, Envoi } from './recevoir.ts';

/** What was asked, and the record that it describes; null: a deletion. */
export type Lecture = { readonly envoi: Envoi; readonly saisie: Saisie | null };

/** The person that a form had shown as it was opened, null for nobody; undefined: a form that does not tell. */
function personneVue({ form }: Envoi): string | null | undefined {
  const sent = form.values['personneVue'];
  return sent && (sent[0] || null);
}

const mandatDe = (saisie: Saisie | null): string | null =>
  saisie?.typeActivite === 'Individuel' ? saisie.mandatId : null;

/** Why something asked cannot even be read: it is about nothing that this agent has. */
type Trouble = 'autre_contenu' | 'introuvable' | 'base';

/** The day in Paris. */
export function jourDe(instant: Temporal.Instant): Temporal.PlainDate {
  return instant.toZonedDateTimeISO('Europe/Paris').toPlainDate();
}

/** A record while what came of it is read. */
type Etat = { readonly saisie: Saisie; readonly conventionId: string | null };

export type Changement = {
  readonly accompagnementId: string;
  /** Whether the database holds it before this. */
  readonly existait: boolean;
  /** What it becomes; null: deleted. */
  readonly saisie: Saisie | null;
  readonly conventionId: string | null;
  readonly codeInsee: string | null;
  readonly versionId: string;
};

/** The operations of the records at hand: those kept, and those just accepted. */
export class Journal {
  readonly #connu: Connu;
  readonly #auteur: Auteur;
  readonly #operations = new Map<string, OperationGardee[]>();
  readonly #byId = new Map<string, OperationGardee>();
  readonly #nouvelles: OperationGardee[] = [];
  readonly #changements = new Map<string, Changement>();

  constructor(connu: Connu, auteur: Auteur) {
    this.#connu = connu;
    this.#auteur = auteur;
    for (const operation of connu.operations) this.#keep(operation);
  }

  #keep(operation: OperationGardee): void {
    this.#byId.set(operation.id, operation);
    const list = this.#operations.get(operation.accompagnementId) ?? [];
    list.push(operation);
    this.#operations.set(operation.accompagnementId, list);
  }

  find(id: string): OperationGardee | undefined {
    return this.#byId.get(id);
  }

  /** What the record is at this point; undefined: nothing, or deleted. */
  etat(id: string): Etat | undefined {
    const change = this.#changements.get(id);
    if (change !== undefined) return change.saisie === null ? undefined : { ...change, saisie: change.saisie };
    const row = this.#connu.accompagnements.get(id);
    return row && { saisie: row, conventionId: row.conventionId };
  }

  /** Why it cannot even be read: it is about nothing that this agent has. */
  trouble(envoi: Envoi): Trouble | null {
    const { accompagnement, base, nature } = envoi;
    const operations = this.#operations.get(accompagnement) ?? [];
    const row = this.#connu.accompagnements.get(accompagnement);
    const isOthers =
      (row !== undefined && row.agentId !== this.#auteur.agentId) ||
      operations.some((one) => one.agentId !== this.#auteur.agentId);
    if (isOthers) return 'introuvable';
    if (nature === 'creer') {
      const isTaken = row !== undefined || operations.length > 0;
      return isTaken || accompagnement !== envoi.id || base !== null ? 'autre_contenu' : null;
    }
    if (row === undefined && operations.length === 0) return base === null ? 'introuvable' : 'base';
    const isOlder = operations.every((one) => one.nature !== 'creer');
    const isVersion = (one: OperationGardee) => one.nature !== 'supprimer' && !estLien(one);
    const isFollowed = base === null ? isOlder : operations.some((one) => one.id === base && isVersion(one));
    return isFollowed ? null : 'base';
  }

  /**
   * The links that a correction leaves as it found them: the person that its form had shown, or that the version bears over which it
   * was typed; a mandat that the record has borne. Each was possible when it was made.
   */
  intacts({ envoi, saisie }: Lecture): Intacts {
    if (envoi.nature !== 'modifier') return { personne: false, mandat: false };
    const vue = personneVue(envoi);
    const before = vue === undefined ? (this.find(envoi.base ?? '')?.personneId ?? null) : vue;
    const row = this.#connu.accompagnements.get(envoi.accompagnement) ?? null;
    const borne = [mandatDe(row), ...(this.#operations.get(envoi.accompagnement) ?? []).map((one) => one.mandatId)];
    return { personne: personneDe(saisie) === before, mandat: borne.includes(mandatDe(saisie)) };
  }

  /** Keeps it; whether the record becomes what it says. */
  add(lecture: Lecture, empreinte: Buffer): boolean {
    const operation = this.#operationDe(lecture, empreinte);
    const { accompagnementId, saisie } = operation;
    this.#keep(operation);
    this.#nouvelles.push(operation);
    const operations = this.#operations.get(accompagnementId) ?? [];
    if (versionRetenue(operations) !== operation) return false;
    this.#changements.set(accompagnementId, {
      accompagnementId,
      existait: this.#connu.accompagnements.has(accompagnementId),
      saisie: saisie && avecPersonne(saisie, this.#personneDe(operations)),
      conventionId: saisie && this.#connu.conventionDe(saisie),
      codeInsee: saisie && this.#connu.communeDe(saisie),
      versionId: operation.id,
    });
    return true;
  }

  #personneDe(operations: readonly OperationGardee[]): string | null {
    return this.#connu.personnes.get(personneRetenue(operations) ?? '') ?? null;
  }

  #operationDe(lecture: Lecture, empreinte: Buffer): OperationGardee {
    const { envoi, saisie } = lecture;
    const { id, accompagnement: accompagnementId, nature, base, saisiAt } = envoi;
    const jour = saisie?.jour ?? jourDe(saisiAt);
    const says = nature === 'creer' || (saisie?.typeActivite === 'Individuel' && !this.intacts(lecture).personne);
    const borne = personneDe(saisie) ?? '';
    const gardee = this.#connu.personnes.get(borne) ?? null;
    return {
      ...{ id, accompagnementId, nature, base, saisiAt, saisie, empreinte, agentId: this.#auteur.agentId, jour },
      ...(says ? { personne: gardee, personneId: gardee } : { personne: undefined, personneId: gardee && borne }),
      mandatId: mandatDe(saisie),
    };
  }

  changements(): { readonly operations: readonly OperationGardee[]; readonly changements: readonly Changement[] } {
    return { operations: this.#nouvelles, changements: [...this.#changements.values()] };
  }
}
