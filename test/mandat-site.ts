import { beforeAll } from 'vitest';
import { demo, seanceDuJour } from '../db/demo/ids.ts';
import type { DataKeys } from '../src/platform/keys/store.ts';
import type { Sealers } from '../src/platform/seal/sealers.ts';
import { type Base, useBase } from './base.ts';
import { testSealers } from './cachets-memoire.ts';
import { useCles } from './cles-partagees.ts';
import { dessin, MANDAT_SAISI } from './mandat-saisi.ts';
import { type Answer, type Fields, openSite, type Visitor } from './visitor.ts';

const today = Temporal.Now.plainDateISO('Europe/Paris');

/** The demo on a morning when its agent holds a séance, and what they do there. */
export class MandatSite {
  readonly base: Base;
  readonly #store: { readonly cles: DataKeys };
  #now: Temporal.Instant;
  #drawn = 0;
  #sealers: Sealers = testSealers;
  agent!: Visitor;
  readonly seance = seanceDuJour(today);
  readonly today = today;

  constructor(base: Base, store: { readonly cles: DataKeys }) {
    this.base = base;
    this.#store = store;
    this.#now = this.a('10:00');
  }

  get cles(): DataKeys {
    return this.#store.cles;
  }

  get now(): Temporal.Instant {
    return this.#now;
  }

  /** An hour of today, or of another day. */
  a(heure: string, jour = today): Temporal.Instant {
    return jour.toZonedDateTime({ timeZone: 'Europe/Paris', plainTime: heure }).toInstant();
  }

  /** Makes it so late, and the agent proves who they are again; `sealers` other than those of tests seal until the next time. */
  async at(now: Temporal.Instant, sealers: Sealers = testSealers): Promise<void> {
    this.#now = now;
    this.#sealers = sealers;
    this.agent = await this.signedIn(demo.comptes.agent);
  }

  open() {
    return openSite(this.base.request, { cles: this.cles, clock: () => this.#now, sealers: this.#sealers });
  }

  signedIn(compteId: string, confirme = true): Promise<Visitor> {
    return this.open().signedIn(compteId, { confirme });
  }

  prepare(changes: Fields = {}): Promise<Answer> {
    return this.agent.post(`/seances/${this.seance}/mandats/nouveau`, { ...MANDAT_SAISI, ...changes });
  }

  /** The path of a mandat that waits for its signatures: « /mandats/… ». */
  async brouillon(changes: Fields = {}): Promise<string> {
    const { status, location, text } = await this.prepare(changes);
    if (status !== 303) throw new Error(`Not prepared: ${errorsOf(text).join(' ; ')}`);
    return (location ?? '').replace(/\/signer$/, '');
  }

  /** What is sent to sign it, with two drawings that never served. */
  async signatures(mandat: string): Promise<Record<string, string>> {
    const { text } = await this.agent.get(`${mandat}/signer`);
    const vu = /name="vu" value="([^"]+)"/.exec(text)?.[1] ?? '';
    this.#drawn += 2;
    return {
      vu,
      noticeLue: 'oui',
      accord: 'oui',
      traitMandant: dessin(this.#drawn),
      traitMandataire: dessin(this.#drawn + 1),
    };
  }

  async signer(mandat: string, changes: Fields = {}): Promise<Answer> {
    return this.agent.post(`${mandat}/signer`, { ...(await this.signatures(mandat)), ...changes });
  }

  async signe(changes: Fields = {}): Promise<string> {
    const mandat = await this.brouillon(changes);
    const { status, text } = await this.signer(mandat);
    if (status !== 303) throw new Error(`Not signed: ${errorsOf(text).join(' ; ')}`);
    return mandat;
  }

  /** The mandats of the agent, as rows. */
  rows() {
    return this.base.owner.selectFrom('mandat').selectAll().orderBy('createdAt').execute();
  }
}

/** What a refused page says, in the order of its summary. */
export function errorsOf(text: string): readonly string[] {
  const [, list = ''] = /id="erreurs".*?<ul>(.*?)<\/ul>/s.exec(text) ?? [];
  return [...list.matchAll(/<li>(.*?)<\/li>/gs)].map(([, one = '']) => one.replace(/<[^>]+>/g, ''));
}

export function useMandatSite(): MandatSite {
  const base = useBase({ demo: true });
  const site = new MandatSite(base, useCles());
  beforeAll(async () => {
    await base.owner
      .updateTable('seance')
      .set({ heureDebut: Temporal.PlainTime.from('09:00'), heureFin: Temporal.PlainTime.from('12:00') })
      .where('id', '=', site.seance)
      .execute();
    await site.at(site.a('10:00'));
  });
  return site;
}
