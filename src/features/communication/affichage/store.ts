import { sql } from 'kysely';
import type { Db } from '../../../platform/db.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import type { ContenuAffiche, Pose } from '../rules/affichage.ts';

type Jour = Temporal.PlainDate;

/** As `writeContenu` writes it: dates and hours as their ISO text. */
type ContenuJson = {
  readonly au: string;
  readonly lignes: readonly {
    readonly jour: string;
    readonly debut: string;
    readonly fin: string;
    readonly ferme: string | null;
  }[];
  readonly textes: ContenuAffiche['textes'];
};

export function writeContenu(contenu: ContenuAffiche): string {
  const json: ContenuJson = {
    au: contenu.au.toString(),
    lignes: contenu.lignes.map(({ jour, debut, fin, ferme }) => ({
      jour: jour.toString(),
      debut: debut.toString({ smallestUnit: 'minute' }),
      fin: fin.toString({ smallestUnit: 'minute' }),
      ferme,
    })),
    textes: contenu.textes,
  };
  return JSON.stringify(json);
}

function readContenu({ au, lignes, textes }: ContenuJson): ContenuAffiche {
  return {
    au: Temporal.PlainDate.from(au),
    lignes: lignes.map(({ jour, debut, fin, ferme }) => ({
      jour: Temporal.PlainDate.from(jour),
      debut: Temporal.PlainTime.from(debut),
      fin: Temporal.PlainTime.from(fin),
      ferme,
    })),
    textes,
  };
}

export type PoseDuLieu = Pose & { readonly id: string; readonly lieuId: string };

/** Every time that the poster of a lieu was put up, or of every lieu, the latest first. */
export async function posesDe(db: Db, territoireId: string, lieuId?: string): Promise<PoseDuLieu[]> {
  const all = db
    .selectFrom('affichePose')
    .leftJoin('compte', (join) =>
      join
        .onRef('compte.territoireId', '=', 'affichePose.territoireId')
        .onRef('compte.id', '=', 'affichePose.createdBy'),
    )
    .select([
      'affichePose.id',
      'affichePose.lieuId',
      'affichePose.poseeLe',
      sql<ContenuJson>`affiche_pose.contenu`.as('contenu'),
      sql<string>`coalesce(compte.nom, 'L’équipe technique')`.as('auteur'),
    ])
    .where('affichePose.territoireId', '=', territoireId)
    .orderBy('affichePose.poseeLe', 'desc')
    .orderBy('affichePose.id', 'desc');
  const rows = await (lieuId === undefined
    ? all
        .distinctOn('affichePose.lieuId')
        .clearOrderBy()
        .orderBy('affichePose.lieuId')
        .orderBy('affichePose.poseeLe', 'desc')
        .orderBy('affichePose.id', 'desc')
    : all.where('affichePose.lieuId', '=', lieuId)
  ).execute();
  return rows.map((row) => ({ ...row, contenu: readContenu(row.contenu) }));
}

export async function savePose(
  db: Db,
  territoireId: string,
  pose: { readonly lieuId: string; readonly poseeLe: Jour; readonly contenu: ContenuAffiche },
  compteId: string,
): Promise<string> {
  const id = uuidv7();
  await db
    .insertInto('affichePose')
    .values({
      territoireId,
      id,
      lieuId: pose.lieuId,
      poseeLe: pose.poseeLe,
      contenu: writeContenu(pose.contenu),
      createdBy: compteId,
    })
    .execute();
  return id;
}
