import { createHash } from 'node:crypto';
import { parisDate } from '../../../domain/date.ts';
import type { SignedRq } from '../../../platform/http/route.ts';
import { uuidv7 } from '../../../platform/ids.ts';
import type { SeanceAgent } from '../../accompagnements/store.ts';
import type { Brouillon } from '../preparation/brouillon.ts';
import { aLire } from '../preparation/contexte.ts';
import { type Acte, type CreationOptions, garder, nouvelActe, preuves, sealersOf } from '../preparation/signer.ts';
import { renderScan } from './document.ts';
import type { Scan } from './scan.ts';
import { type Formulaire, promesseDe, utiliser } from './store.ts';

/** What was signed on paper, once every rule has accepted it. */
export type MandatPapier = {
  readonly formulaire: Formulaire;
  readonly seance: SeanceAgent;
  readonly signeAt: Temporal.Instant;
  readonly brouillon: Brouillon;
  readonly scan: Scan;
};

/**
 * The file that is sealed: a PDF as it came, byte for byte, the seal being added at its end; a picture on a page of its own, behind
 * what is known of it and its SHA-256.
 */
async function documentDe(rq: SignedRq, acte: Acte, { formulaire, scan }: MandatPapier, options: CreationOptions) {
  if (scan.type === 'pdf') return scan.octets;
  const { territoire } = rq;
  const sha256 = createHash('sha256')
    .update(scan.octets)
    .digest('hex')
    .replace(/(.{16})(?=.)/g, '$1 ');
  return renderScan({
    departement: territoire.nomComplet,
    couleur: territoire.couleur,
    numero: formulaire.numero,
    faits: [
      ...(await preuves(rq, acte, sealersOf(options))),
      { libelle: 'Image', valeur: `empreinte SHA-256 ${sha256}` },
    ],
    scan: scan.octets,
    etablie: parisDate(acte.signeAt).toString(),
  });
}

/**
 * Keeps a mandat signed on paper, sealed like any other; `'servi'` when its number has served meanwhile, `'abime'` when its picture
 * cannot be drawn.
 */
export async function enregistrerPapier(
  rq: SignedRq,
  papier: MandatPapier,
  options: CreationOptions,
): Promise<{ readonly id: string } | 'servi' | 'abime'> {
  const { formulaire, seance, signeAt, brouillon } = papier;
  const { numero, agentId, noticeVersion } = formulaire;
  const lu = await aLire(rq, seance, brouillon, { jour: parisDate(signeAt), noticeVersion });
  const id = uuidv7();
  const notice = promesseDe(formulaire);
  const acte = nouvelActe({ id, seance, lu, signeAt, notice, papier: { numero, enregistreAt: rq.now } });
  const pdf = await documentDe(rq, acte, papier, options);
  if (pdf === null) return 'abime';
  const sealed = await sealersOf(options).seal(rq.territoire, pdf, rq.now);
  await options.cles.make(rq.territoire.id, [id]);
  const refused = await garder(
    rq,
    acte,
    {
      forme: 'papier',
      document: sealed.pdf,
      horodateAt: sealed.stampedAt,
      dessins: null,
      remplaceId: null,
    },
    options,
  );
  if (refused !== undefined) throw new Error(`A paper mandat was refused by ${refused.constraint}`);
  return (await utiliser(rq.db, rq.territoire.id, { numero, agentId, mandatId: id })) ? { id } : 'servi';
}
