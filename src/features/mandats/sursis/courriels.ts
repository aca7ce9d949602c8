import type { SignedRq } from '../../../platform/http/route.ts';
import { ecrireAuMandataire } from '../acces/courriels.ts';
import { quand } from '../quand.ts';
import type { MandatSigne } from '../recherche/signe.ts';

/** Tells the mandataire at once that a hold was put: neither why nor at whose request. */
export async function annoncerSursis(rq: SignedRq, mandat: MandatSigne): Promise<void> {
  await ecrireAuMandataire(rq, mandat, {
    sujet: `Sursis sur le mandat ${mandat.code}`,
    corps: [
      `La personne déléguée à la protection des données a mis le mandat ${mandat.code} en sursis le ${quand(rq.now)}. Tant qu’il dure, personne ne le lit, vous compris, et rien n’en est détruit.`,
    ],
    fin: 'Ne faites plus rien au nom de la personne sans lui en avoir parlé.',
  });
}

/** Tells them that it is lifted. */
export async function annoncerLevee(rq: SignedRq, mandat: MandatSigne): Promise<void> {
  await ecrireAuMandataire(rq, mandat, {
    sujet: `Sursis levé sur le mandat ${mandat.code}`,
    corps: [`Le sursis du mandat ${mandat.code} est levé depuis le ${quand(rq.now)}.`],
    fin: 'Ce qui est encore en cours se lit de nouveau ; ce qui est fini peut être détruit.',
  });
}
