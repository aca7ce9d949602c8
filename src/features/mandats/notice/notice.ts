import { createHash } from 'node:crypto';
import type { Territoire } from '../../../domain/territoire.ts';
import type { Db } from '../../../platform/db.ts';
import { reglagesDe } from '../reglages/store.ts';
import { type NoticeRemplie, type Reglages, remplirNotice, type TexteNotice } from '../rules.ts';
import { noticesDe } from './store.ts';

/** The notice as somebody reads it: its version, its text in the words of the territoire, the digest of that text. */
export type NoticeLue = {
  readonly version: number;
  readonly rubriques: NoticeRemplie;
  readonly sha256: string;
  /** The delay for third parties that it promises. */
  readonly delaiTiersHeures: number;
};

/** What a mandat keeps of the notice that was read. */
export type Promesse = Omit<NoticeLue, 'rubriques'>;

/** « 72 heures », « 0 heure ». */
const heures = (count: number): string => `${count} heure${count > 1 ? 's' : ''}`;

/** A text in the words of a territoire. */
export function noticeRemplie(
  texte: TexteNotice,
  territoire: Pick<Territoire, 'nomComplet' | 'adresse' | 'courriel'>,
  { delaiTiersHeures, dureeMaxMois }: Pick<Reglages, 'delaiTiersHeures' | 'dureeMaxMois'>,
): NoticeRemplie {
  const { nomComplet: departement, adresse, courriel } = territoire;
  return remplirNotice(texte, {
    departement,
    adresse,
    contact: courriel ?? `délégué à la protection des données, ${adresse}`,
    tiers: heures(delaiTiersHeures),
    duree: `${dureeMaxMois} mois`,
  });
}

/** The notice in force in a territoire, or one of its versions. */
export async function lireNotice(db: Db, territoire: Territoire, asked?: number): Promise<NoticeLue> {
  const versions = await noticesDe(db, territoire.id);
  const found = asked === undefined ? versions[0] : versions.find((one) => one.version === asked);
  if (found === undefined) throw new Error(`No version ${asked} of the notice`);
  const { version, texte } = found;
  const reglages = await reglagesDe(db, territoire.id);
  const rubriques = noticeRemplie(texte, territoire, reglages);
  const sha256 = createHash('sha256').update(JSON.stringify(rubriques)).digest('hex');
  return { version, rubriques, sha256, delaiTiersHeures: reglages.delaiTiersHeures };
}
