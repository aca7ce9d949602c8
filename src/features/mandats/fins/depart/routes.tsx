import { type Territoire, urlDe } from '../../../../domain/territoire.ts';
import type { Db } from '../../../../platform/db.ts';
import { type PageContent, page, type Reply, redirect, refusal } from '../../../../platform/http/reply.ts';
import { get, post, type Route, type SignedRq } from '../../../../platform/http/route.ts';
import { comptesDuRole } from '../../../comptes/store.ts';
import { COURRIELS } from '../../../courriels/conservation.ts';
import { queueMail } from '../../../courriels/store.ts';
import { PREUVES_MANDAT } from '../../conservation.ts';
import { demanderDestruction } from '../../destruction/store.ts';
import { reglagesDe } from '../../reglages/store.ts';
import { instantDeFin } from '../finir.ts';
import { agentsPartis, finirDepart, type MandatFini } from './store.ts';
import { DepartsPage } from './views.tsx';

const access = { equipe: true } as const;
const DEPARTS = '/mandats/suivi/departs';

async function departsPage(rq: SignedRq): Promise<PageContent> {
  return {
    title: 'Mandats d’agents partis',
    breadcrumbs: [{ href: '/mandats/suivi', label: 'Suivi des mandats' }],
    body: <DepartsPage partis={await agentsPartis(rq.db, rq.territoire.id, rq)} cle={rq.key} />,
  };
}

/** Tells each substitute, in one mail, how many mandats that name them have ended: whose they are is read in Escale. */
async function avertirSuppleants(
  db: Db,
  territoire: Territoire,
  url: string,
  finis: readonly MandatFini[],
): Promise<void> {
  const bySuppleant = Map.groupBy(finis, ({ suppleantId }) => suppleantId);
  for (const { courriel, nom, agentId } of await comptesDuRole(db, territoire.id, 'agent')) {
    const count = agentId === null ? 0 : (bySuppleant.get(agentId)?.length ?? 0);
    if (count === 0) continue;
    const what = count === 1 ? 'Un mandat prend' : `${count} mandats prennent`;
    await queueMail(db, territoire.id, {
      genre: 'mandat',
      destinataire: courriel,
      sujet: `${what} fin`,
      texte: [
        `Bonjour ${nom},`,
        '',
        `${what} fin : leur mandataire a quitté le Département. Vous en étiez suppléant, et ne pouvez plus agir.`,
        '',
        'Prévenez les personnes et les organismes, tant que cela se lit encore :',
        `${urlDe(url, territoire)}/mandats?etat=expire`,
      ].join('\n'),
    });
  }
}

async function mettreFin(rq: SignedRq, url: string): Promise<Reply> {
  const { db, territoire, compte, now } = rq;
  const asked = rq.form.values['agent']?.[0];
  const parti = (await agentsPartis(db, territoire.id, rq)).find(({ id }) => id === asked);
  if (parti === undefined) return refusal(await departsPage(rq));
  const { delaiTiersHeures } = await reglagesDe(db, territoire.id);
  const fin = { at: instantDeFin(now), compteId: compte.id, delaiTiersHeures };
  const finis = await finirDepart(db, territoire.id, parti.id, fin);
  for (const { id } of finis) await rq.note('mettre fin à un mandat dont le mandataire est parti', ['mandat', id]);
  await avertirSuppleants(db, territoire, url, finis);
  await demanderDestruction(db, territoire.id);
  return redirect(DEPARTS, { flash: 'Ces mandats ont pris fin.', objet: ['agent', parti.id] });
}

/**
 * The mandats of agents who have left, which end with them: the équipe technique records it, and reads nothing of them. Source:
 * Code civil, 2003: the power of the substitute comes from the mandataire, and ends with theirs.
 */
export function departsRoutes({ url }: { readonly url: string }): readonly Route[] {
  return [
    get(DEPARTS, { access, handle: async (rq) => page(await departsPage(rq)) }),

    post(DEPARTS, {
      access,
      niveau: 'confirme',
      acte: 'mettre fin aux mandats d’un agent parti',
      collecte: [PREUVES_MANDAT, COURRIELS],
      handle: (rq) => mettreFin(rq, url),
    }),
  ];
}
