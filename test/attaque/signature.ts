import { demo, ids66 } from '../../db/demo/ids.ts';
import { sessionCookie } from '../../src/platform/http/server.ts';
import { uuidv7 } from '../../src/platform/ids.ts';
import type { Base } from '../base.ts';
import { dessin, MANDAT_SAISI } from '../mandat-saisi.ts';
import type { Cible } from './serveur.ts';

/** The two agents of the demo who may sign, and their accounts. */
export const MAELLE = { agentId: demo.agents.demo, compteId: demo.comptes.agent } as const;
export const BASTIEN = { agentId: demo.agents.autre, compteId: ids66.compte('bastien.micocoulier') } as const;
export type Signataire = { readonly agentId: string; readonly compteId: string };

export const aujourdhui = (): Temporal.PlainDate => Temporal.Now.plainDateISO('Europe/Paris');

export const as = (token: string) => ({ headers: { cookie: `${sessionCookie(false)}=${token}` } });

/** A séance that an agent holds from midnight to midnight: whatever the hour of the tests, today's is running. */
export async function tenirSeance(
  { owner }: Pick<Base, 'owner'>,
  { agentId, compteId }: Signataire,
  jour = aujourdhui(),
): Promise<string> {
  await owner
    .updateTable('seance')
    .set({ statut: 'annulee', motif: 'Essai' })
    .where('agentId', '=', agentId)
    .where('jour', '=', jour)
    .execute();
  const id = uuidv7();
  const heures = { heureDebut: Temporal.PlainTime.from('00:00'), heureFin: Temporal.PlainTime.from('23:59') };
  const ailleurs = { endroit: 'Salle d’essai', motif: 'Essai', createdBy: compteId };
  await owner
    .insertInto('seance')
    .values({ territoireId: '66', id, agentId, jour, ...heures, ...ailleurs })
    .execute();
  return id;
}

/** An agent who prepares and signs mandats in one séance, over HTTP. */
export class Signature {
  readonly #cible: Cible;
  readonly token: string;
  readonly seance: string;

  private constructor(cible: Cible, token: string, seance: string) {
    this.#cible = cible;
    this.token = token;
    this.seance = seance;
  }

  static async of(cible: Cible, who: Signataire): Promise<Signature> {
    const seance = await tenirSeance(cible.base, who);
    return new Signature(cible, await cible.token(who.compteId, { confirme: true }), seance);
  }

  preparer(changes: Readonly<Record<string, string>> = {}, seance = this.seance) {
    return this.#cible.send(
      `/seances/${seance}/mandats/nouveau`,
      { ...MANDAT_SAISI, ...changes },
      { token: this.token },
    );
  }

  /** The path of a mandat that waits for its signatures. */
  async brouillon(changes: Readonly<Record<string, string>> = {}): Promise<string> {
    const { status, location } = await this.preparer(changes);
    if (status !== 303 || location === null) throw new Error(`Not prepared: ${status}`);
    return location.replace(/\/signer$/, '');
  }

  /** What the page of a mandat sends once two people have drawn: both numbers name a drawing. */
  async champs(mandat: string, mandant: number, mandataire: number): Promise<Record<string, string>> {
    const { text } = await this.#cible.ask(`${mandat}/signer`, as(this.token));
    const vu = /name="vu" value="([^"]+)"/.exec(text)?.[1] ?? '';
    return {
      vu,
      noticeLue: 'oui',
      accord: 'oui',
      traitMandant: dessin(mandant),
      traitMandataire: dessin(mandataire),
    };
  }

  signer(mandat: string, champs: Readonly<Record<string, string>>) {
    return this.#cible.send(`${mandat}/signer`, champs, { token: this.token });
  }

  etat(mandat: string): Promise<{ etat: string; horodateAt: Temporal.Instant | null }> {
    return this.#cible.base.owner
      .selectFrom('mandat')
      .select(['etat', 'horodateAt'])
      .where('id', '=', mandat.replace('/mandats/', ''))
      .executeTakeFirstOrThrow();
  }
}
