import { StartupRefusal } from '../startup-refusal.ts';
import { checkPlacesAgree, isFilling } from './coherence.ts';
import type { MasterKeys } from './master.ts';
import { askPlace, type KeyPlace, openKeyPlace, prepareKeyPlace, rotateAlone } from './place.ts';
import type { OnStep } from './rotation.ts';
import type { TerritoireKeyRow } from './territoire.ts';

/*
 * A new place is filled in two times. The command copies, while an Escale may serve that knows nothing of it: what that one destroys
 * or makes afterwards is not done there. So the place bears a mark, and is refused, until an Escale starts with it: before it serves,
 * that one brings the place to what the others hold, and takes the mark away.
 */

/** Keys copied at once. */
const BATCH = 1_000;
/** Before every key of a territoire. */
const FIRST = '00000000-0000-0000-0000-000000000000';

/** What was done of the places, by their ranks in CLES_URL from 1; how many keys each that was filled holds. */
export type Filled = { readonly filled: readonly { readonly rank: number; readonly keys: number }[] };

/**
 * Fills the empty places of `urls`, or those whose filling was cut, from those that hold keys, which must agree. Cut anywhere, the
 * next run goes on. Only what every full place holds is copied: a key that one has destroyed does not come back. The places filled
 * serve once an Escale has started with them. Throws a StartupRefusal when the full ones do not agree.
 */
export function fillPlaces(
  urls: readonly string[],
  masters: MasterKeys,
  onStep: OnStep = () => undefined,
): Promise<Filled> {
  return withPlaces(urls, async (places) => {
    const [full, empty] = await sorted(places);
    if (full.length === 0) return { filled: [] };
    await whileNoRotation(full, urls, places, async () => {
      await checkPlacesAgree(full, masters);
      for (const place of empty) {
        await place.query('insert into remplissage default values on conflict do nothing');
        onStep('marked');
        await bringTo(place, full, onStep);
      }
    });
    const filled = empty.map(async (place) => ({ rank: places.indexOf(place) + 1, keys: await countOf(place) }));
    return { filled: await Promise.all(filled) };
  });
}

/**
 * Finishes, before anything serves, the places of `urls` that were filled since the last start. Throws a StartupRefusal when the keys
 * serve another installation than this one, which alone may know that nobody else serves; or when no place is whole.
 */
export async function finishFilling(
  urls: readonly string[],
  masters: MasterKeys,
  installation: () => Promise<string>,
): Promise<void> {
  await withPlaces(urls, async (places) => {
    const marks = await Promise.all(places.map(isFilling));
    const marked = places.filter((_, rank) => marks[rank]);
    if (marked.length === 0) return;
    const full = places.filter((place) => !marked.includes(place));
    const rank = marks.indexOf(true) + 1;
    if (full.length === 0) {
      throw new StartupRefusal(
        `CLES_URL : la place des clés n° ${rank} se remplissait depuis une autre, qui n’y est plus. Remettez l’autre avant elle ; si elle est perdue, lancez « npm run cles:remplir -- --telle-quelle ».`,
      );
    }
    const own = await installation();
    for (const place of full) {
      const [magasin] = await askPlace<{ installation: string }>(place, 'select installation from magasin');
      if (magasin !== undefined && magasin.installation !== own) {
        throw new StartupRefusal(
          `CLES_URL : la place des clés n° ${rank} se remplit, et ces clés servent une autre base, qui seule peut finir. Retirez-la de CLES_URL.`,
        );
      }
    }
    await whileNoRotation(full, urls, places, async () => {
      await checkPlacesAgree(full, masters);
      for (const place of marked) {
        await bringTo(place, full, () => undefined);
        await place.query('delete from remplissage');
      }
      await checkPlacesAgree(places, masters);
    });
  });
}

/** Says that places whose filling was not finished are whole as they are: the others are lost. Returns their ranks, from 1. */
export function keepAsTheyAre(urls: readonly string[]): Promise<readonly number[]> {
  return withPlaces(urls, async (places) => {
    const marks = await Promise.all(places.map(isFilling));
    if (!marks.every(Boolean)) {
      throw new StartupRefusal(
        'Une place de CLES_URL est entière : remplissez les autres depuis elle, sans --telle-quelle.',
      );
    }
    for (const place of places) await place.query('delete from remplissage');
    return places.map((_, rank) => rank + 1);
  });
}

async function withPlaces<T>(urls: readonly string[], work: (places: readonly KeyPlace[]) => Promise<T>): Promise<T> {
  const places = urls.map((url) => openKeyPlace(url, { isPatient: true }));
  try {
    for (const place of places) await prepareKeyPlace(place);
    return await work(places);
  } finally {
    await Promise.all(places.map((place) => place.end()));
  }
}

/** Those that hold keys of territoires and bear no mark, then the others. */
async function sorted(places: readonly KeyPlace[]): Promise<readonly [full: KeyPlace[], empty: KeyPlace[]]> {
  const [full, empty]: [KeyPlace[], KeyPlace[]] = [[], []];
  for (const place of places) {
    const isEmpty = (await askPlace(place, 'select from cle_territoire limit 1')).length === 0;
    (isEmpty || (await isFilling(place)) ? empty : full).push(place);
  }
  return [full, empty];
}

/**
 * An Escale that serves may have any of the full places as its first, which keeps the lock of rotations: all of them are asked, in
 * the order of their addresses, which is the same for everybody.
 */
function whileNoRotation<T>(
  full: readonly KeyPlace[],
  urls: readonly string[],
  places: readonly KeyPlace[],
  work: () => Promise<T>,
): Promise<T> {
  const addressOf = (place: KeyPlace) => urls[places.indexOf(place)] ?? '';
  return full
    .toSorted((one, other) => (addressOf(one) < addressOf(other) ? 1 : -1))
    .reduce<() => Promise<T>>((then, place) => () => rotateAlone(place, then), work)();
}

/** Makes `target` hold what every full place does, and nothing else. */
async function bringTo(target: KeyPlace, full: readonly KeyPlace[], onStep: OnStep): Promise<void> {
  const [source, ...others] = full;
  if (source === undefined) throw new Error('Keys have no place');
  const rows = await askPlace<TerritoireKeyRow & { territoire_id: string }>(
    source,
    'select territoire_id, version, maitre, enveloppe from cle_territoire',
  );
  for (const { territoire_id: territoireId, version, maitre, enveloppe } of rows) {
    await target.query(
      `insert into cle_territoire (territoire_id, version, maitre, enveloppe) values ($1, $2, $3, $4)
       on conflict (territoire_id, version) do update set maitre = excluded.maitre, enveloppe = excluded.enveloppe`,
      [territoireId, version, maitre, enveloppe],
    );
  }
  onStep('territoires');
  const territoires = [...new Set(rows.map((row) => row.territoire_id))];
  for (const territoireId of territoires) await copyKeys({ target, source, others }, territoireId, onStep);
  await target.query('delete from cle where territoire_id <> all($1::text[])', [territoires]);
  await target.query(
    `delete from cle_territoire where (territoire_id, version) not in (select * from unnest($1::text[], $2::int[]))`,
    [rows.map((row) => row.territoire_id), rows.map(({ version }) => version)],
  );
  await copyWhole(source, target);
}

type Row = { readonly id: string; readonly version: number; readonly enveloppe: Buffer; readonly created_at: string };
type Way = { readonly target: KeyPlace; readonly source: KeyPlace; readonly others: readonly KeyPlace[] };

async function copyKeys({ target, source, others }: Way, territoireId: string, onStep: OnStep): Promise<void> {
  let after = FIRST;
  for (;;) {
    const rows = await askPlace<Row>(
      source,
      `select id, version, enveloppe, created_at::text from cle where territoire_id = $1 and id > $2 order by id limit $3`,
      [territoireId, after, BATCH],
    );
    const kept = await inAll(others, territoireId, rows);
    const ids = kept.map(({ id }) => id);
    const last = rows.length < BATCH ? null : (rows.at(-1)?.id ?? null);
    await target.query(
      `delete from cle where territoire_id = $1 and id > $2 and ($3::uuid is null or id <= $3) and id <> all($4::uuid[])`,
      [territoireId, after, last, ids],
    );
    await target.query(
      `insert into cle (territoire_id, id, version, enveloppe, created_at)
       select $1, * from unnest($2::uuid[], $3::int[], $4::bytea[], $5::timestamptz[])
       on conflict (territoire_id, id) do update set version = excluded.version, enveloppe = excluded.enveloppe
       where (cle.version, cle.enveloppe) is distinct from (excluded.version, excluded.enveloppe)`,
      [
        territoireId,
        ids,
        kept.map(({ version }) => version),
        kept.map(({ enveloppe }) => enveloppe),
        kept.map((row) => row.created_at),
      ],
    );
    onStep('batch');
    if (last === null) return;
    after = last;
  }
}

/** Of these keys, those that all the other full places hold too. */
async function inAll(others: readonly KeyPlace[], territoireId: string, rows: readonly Row[]): Promise<readonly Row[]> {
  let kept = rows;
  for (const place of others) {
    const found = await askPlace<{ id: string }>(
      place,
      'select id from cle where territoire_id = $1 and id = any($2::uuid[])',
      [territoireId, kept.map(({ id }) => id)],
    );
    const present = new Set(found.map(({ id }) => id));
    kept = kept.filter(({ id }) => present.has(id));
  }
  return kept;
}

/** Which installation the keys serve, and how far it has gone. */
async function copyWhole(source: KeyPlace, target: KeyPlace): Promise<void> {
  const served = await askPlace<{ installation: string }>(source, 'select installation from magasin');
  for (const { installation } of served) {
    await target.query(
      'insert into magasin (installation) values ($1) on conflict (seul) do update set installation = excluded.installation',
      [installation],
    );
  }
  const passages = await askPlace<{ territoire_id: string; numero: number }>(
    source,
    'select territoire_id, numero from passage',
  );
  for (const { territoire_id: territoireId, numero } of passages) {
    await target.query(
      `insert into passage (territoire_id, numero) values ($1, $2)
       on conflict (territoire_id) do update set numero = excluded.numero`,
      [territoireId, numero],
    );
  }
}

async function countOf(place: KeyPlace): Promise<number> {
  const [counted] = await askPlace<{ keys: number }>(place, 'select count(*)::int as keys from cle');
  return counted?.keys ?? 0;
}
