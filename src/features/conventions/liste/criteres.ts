import { estCle, NATURES_STRUCTURE } from '../../../domain/nomenclatures.ts';
import { type TableQuery, tableHref, tableQuery } from '../../../ui/table-query.ts';
import { STATUTS_CONVENTION } from '../rules.ts';
import type { ConventionSuivie } from '../store.ts';
import { type Criteres, MANQUES } from './rules.ts';

/** The choices of « échéance dans les … jours ». */
export const DELAIS = [7, 15, 30, 60, 90, 180] as const;

/** Columns that sort, by their key in the address. */
export const TRIS = ['reference', 'structure', 'etat', 'effet', 'echeance', 'fin'] as const;

/** Reads the criteria of an address; what is unknown or absurd there narrows nothing. */
export function readCriteres(params: URLSearchParams): Criteres {
  const read = (name: string) => params.get(name) ?? '';
  const [etat, nature, manque, epci] = [read('etat'), read('nature'), read('manque'), read('epci')];
  return {
    etat: estCle(STATUTS_CONVENTION, etat) ? etat : '',
    epci: /^\d{9}$/.test(epci) ? epci : '',
    nature: estCle(NATURES_STRUCTURE, nature) ? nature : '',
    sous: DELAIS.find((delai) => String(delai) === read('sous')) ?? null,
    manque: estCle(MANQUES, manque) ? manque : '',
  };
}

/** The criteria as parameters of an address, '' for those that narrow nothing. */
export function criteresEnParametres({ etat, epci, nature, sous, manque }: Criteres): Readonly<Record<string, string>> {
  return { etat, epci, nature, sous: sous === null ? '' : String(sous), manque };
}

export function readTable(params: URLSearchParams): TableQuery {
  return tableQuery(params, { sortable: TRIS, defaultSort: 'reference', defaultDirection: 'desc' });
}

/**
 * The one way to write what an address asks of the list, whatever it was written like: what a saved filter keeps.
 * Example: `?etat=absurde&sous=30&page=4` → « sous=30&tri=reference&sens=decroissant ».
 */
export function requeteDe(params: URLSearchParams): string {
  return tableHref('', readTable(params), {}, criteresEnParametres(readCriteres(params))).slice(1);
}

/** What an address asks of the list, in words. `epci` gives the name of an intercommunalité by its SIREN. */
export function direRequete(params: URLSearchParams, epci: ReadonlyMap<string, string>): string {
  const criteres = readCriteres(params);
  const { q } = readTable(params);
  const { etat, nature, sous, manque } = criteres;
  const said = [
    ...(q === '' ? [] : [`« ${q} »`]),
    ...(etat === '' ? [] : [`état : ${STATUTS_CONVENTION[etat]}`]),
    ...(criteres.epci === '' ? [] : [`intercommunalité : ${epci.get(criteres.epci) ?? criteres.epci}`]),
    ...(estCle(NATURES_STRUCTURE, nature) ? [`structure : ${NATURES_STRUCTURE[nature]}`] : []),
    ...(sous === null ? [] : [`échéance dans les ${sous} jours`]),
    ...(manque === '' ? [] : [`il manque : ${MANQUES[manque]}`]),
  ];
  return said.length === 0 ? 'toutes les conventions' : said.join(' ; ');
}

/** Names of the intercommunalités of these conventions, by SIREN, in the order of their names. */
export function epciDe(conventions: readonly ConventionSuivie[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { structure } of conventions) {
    if (structure.epciSiren !== null) names.set(structure.epciSiren, structure.epci ?? structure.epciSiren);
  }
  return new Map([...names].sort(([, a], [, b]) => a.localeCompare(b, 'fr')));
}
