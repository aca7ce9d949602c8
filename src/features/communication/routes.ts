import type { Compte } from '../../domain/compte.ts';
import { urlDe } from '../../domain/territoire.ts';
import { file, type Reply } from '../../platform/http/reply.ts';
import { get, type Route, type Rq, type SignedRq } from '../../platform/http/route.ts';
import { estAnnoncable } from '../lieux/rules.ts';
import { findLieu, type Lieu } from '../lieux/store.ts';
import { vacancesDe } from '../permanences/vacances/store.ts';
import { findLogoStructure } from '../structures/logo-store.ts';
import { findLogo } from '../territoires/store.ts';
import { demandeDe, refusDePeriode } from './affichage/page.tsx';
import { affichageRoutes } from './affichage/routes.tsx';
import { renderAffiche } from './affiche.ts';
import { annonceLisible, donneesAffiche } from './annonce.ts';
import { datesDuLieu } from './store.ts';

/** A référent prints the posters of his own structure. */
const sien = (compte: Compte, of: Lieu) => of.structureId !== null && of.structureId === compte.structureId;

/** One that is only proposed has no poster yet. */
async function lieu(rq: Rq): Promise<Lieu | undefined> {
  const found = await findLieu(rq.db, rq.territoire.id, rq.params['lieu'] ?? '');
  return found !== undefined && estAnnoncable(found, rq.today) ? found : undefined;
}

async function affiche(rq: SignedRq, of: Lieu, url: string): Promise<Reply> {
  const asked = await demandeDe(rq, of, rq.query.getAll('periode'));
  const refused = await refusDePeriode(rq, of, asked);
  if (refused !== null) return refused;
  const { territoire, today } = rq;
  const { periode, demande: au } = asked.choix;
  const departement = (await findLogo(rq.db, territoire.id))?.octets ?? null;
  const beneficiaire =
    of.structureId === null ? undefined : await findLogoStructure(rq.db, territoire.id, of.structureId);
  const logos = { departement, beneficiaire: beneficiaire?.octets ?? null };
  const vacances = await vacancesDe(rq.db, territoire.id);
  const seances = await datesDuLieu(rq.db, territoire.id, of.id, { du: today, au });
  const annonce = annonceLisible(seances, { du: today, au, codeDepartement: territoire.codeDepartement, vacances });
  const bytes = await renderAffiche(donneesAffiche({ lieu: of, territoire, annonce, periode, logos, url, today }));
  return file({ bytes, type: 'application/pdf', name: `affiche-${of.id}.pdf`, inline: true });
}

/** `url`: where people reach the site, for the QR code. */
export function communicationRoutes(url: string): readonly Route[] {
  return [
    get('/lieux/:lieu/affiche.pdf', {
      access: { equipe: true, agent: true, referent: sien },
      load: lieu,
      handle: async (rq, of) => affiche(rq, of, urlDe(url, rq.territoire)),
    }),

    ...affichageRoutes,
  ];
}
