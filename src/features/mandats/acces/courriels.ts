import { urlDe } from '../../../domain/territoire.ts';
import type { SignedRq } from '../../../platform/http/route.ts';
import { comptesDuRole } from '../../comptes/store.ts';
import { queueMail } from '../../courriels/store.ts';
import { quand } from '../quand.ts';
import type { MandatSigne } from '../recherche/signe.ts';
import { DUREE_ACCES_MINUTES } from '../rules.ts';

type Avis = { readonly sujet: string; readonly corps: readonly string[]; readonly fin: string };

/** Writes at once to the mandataire, while they have an account. Never what the mandat says. */
export async function ecrireAuMandataire(rq: SignedRq, mandat: MandatSigne, avis: Avis): Promise<void> {
  const agents = await comptesDuRole(rq.db, rq.territoire.id, 'agent');
  for (const { courriel, nom } of agents.filter(({ agentId }) => agentId === mandat.agentId)) {
    await ecrire(rq, { courriel, nom }, avis);
  }
}

async function ecrire(rq: SignedRq, a: { readonly courriel: string; readonly nom: string }, avis: Avis): Promise<void> {
  await queueMail(rq.db, rq.territoire.id, {
    genre: 'mandat',
    destinataire: a.courriel,
    sujet: avis.sujet,
    texte: [`Bonjour ${a.nom},`, '', ...avis.corps, '', avis.fin].join('\n'),
  });
}

/** Tells every DPO and the mandataire, as it happens, that somebody else opened a mandat: who, when, which. Why stays in Escale. */
export async function annoncerAcces(rq: SignedRq, mandat: MandatSigne, url: string): Promise<void> {
  const { code } = mandat;
  const avis = {
    sujet: `Accès exceptionnel au mandat ${code}`,
    corps: [
      `${rq.compte.nom}, de l’équipe technique, a ouvert le mandat ${code} le ${quand(rq.now)}, sans en être mandataire. L’accès dure ${DUREE_ACCES_MINUTES} minutes au plus, en lecture seule.`,
    ],
  };
  for (const delegue of await comptesDuRole(rq.db, rq.territoire.id, 'dpo')) {
    const fin = `Raison à lire dans Escale : ${urlDe(url, rq.territoire)}/mandats/acces\nChaque page lue est au journal.`;
    await ecrire(rq, delegue, { ...avis, fin });
  }
  const fin =
    'Raison à lire dans Escale, par la personne déléguée à la protection des données : dites-lui si cet accès vous surprend.';
  await ecrireAuMandataire(rq, mandat, { ...avis, fin });
}
