import { expect } from 'vitest';
import { traiterImport } from '../src/features/conventions/portefeuille/travail.ts';
import { allTerritoires } from '../src/features/territoires/store.ts';
import type { Database } from '../src/platform/db.ts';
import { readSheet, type SheetCell } from '../src/platform/spreadsheet/read.ts';
import type { Visitor } from './visitor.ts';

const ADRESSE = '/conventions/importer';

/** Somebody of the équipe technique who sends files, and the job that reads them. */
export function poste(database: () => Database, visitor: () => Visitor, territoireId = '66') {
  const travailler = async (id: string) => {
    const territoire = (await allTerritoires(database())).find((one) => one.id === territoireId);
    if (territoire === undefined) throw new Error('No territoire');
    await traiterImport(database(), territoire, id, Temporal.Now.instant());
  };
  const envoyer = async (bytes: Uint8Array, nom = 'registre.csv') => {
    const form = new FormData();
    form.set('fichier', new File([new Uint8Array(bytes)], nom));
    const sent = await visitor().upload(ADRESSE, form);
    expect(sent.status).toBe(303);
    const id = sent.location?.split('/').at(-1) ?? '';
    return id;
  };
  const analyser = async (bytes: Uint8Array, nom?: string) => {
    const id = await envoyer(bytes, nom);
    await travailler(id);
    return { id, text: (await visitor().get(`${ADRESSE}/${id}?verdict=toutes`)).text };
  };
  const importer = async (bytes: Uint8Array, nom?: string) => {
    const { id, text } = await analyser(bytes, nom);
    const written = await visitor().post(`${ADRESSE}/${id}/ecrire`);
    if (written.status === 303) await travailler(id);
    return { id, status: written.status, analyse: text, text: (await visitor().get(`${ADRESSE}/${id}`)).text };
  };
  return { travailler, envoyer, analyser, importer };
}

/** What a file holds, row by row. */
export async function cellsOf(bytes: Uint8Array): Promise<(readonly SheetCell[])[]> {
  return (await Array.fromAsync(readSheet(bytes, { rows: 20_000, columns: 200 }))).map(({ cells }) => cells);
}
