import type { Coffre } from '../../../platform/coffre.ts';
import type { Rq } from '../../../platform/http/route.ts';
import { findLogo } from '../../territoires/store.ts';
import { faitsDuMandat, type PapierDuMandat, papierDuMandat, type SourcePapier } from '../actes/comptes.ts';
import { direDemarche, direFin, moment } from '../recit.ts';
import { adresseDuLien, jetonDuRecu } from '../retrait/jeton.ts';
import { findLien } from '../retrait/store.ts';
import { CANAUX_FIN, enCours, estADire } from '../rules.ts';
import type { DemarcheRangee, Lisible, Mandat } from '../store.ts';
import { suiteDe } from './suite.ts';
import type { DemarcheFinie, Recu } from './views-recu.tsx';

/** The démarches that ended by something that is told, the last first. */
export function demarchesFinies({ demarches }: Mandat): readonly DemarcheFinie[] {
  return demarches
    .flatMap(({ fin, ...demarche }) => (fin !== null && estADire(fin.cause) ? [{ ...demarche, fin }] : []))
    .sort((a, b) => Temporal.Instant.compare(b.fin.at, a.fin.at) || a.rang - b.rang);
}

/**
 * What a receipt tells of a mandat: of all that has ended, or only of what ended `at` an instant. The link for the rest is the one
 * that the last withdrawal made, while it serves.
 */
export async function recuDe(
  rq: Pick<Rq, 'db' | 'territoire' | 'now'>,
  { coffre, url }: { readonly coffre: Coffre; readonly url: string },
  { mandat, lisible, at }: { readonly mandat: Mandat; readonly lisible: Lisible; readonly at?: Temporal.Instant },
): Promise<Recu> {
  const all = demarchesFinies(mandat);
  const finies = at === undefined ? all : all.filter(({ fin }) => fin.at.epochMilliseconds === at.epochMilliseconds);
  const restantes = enCours(mandat, rq.now);
  const last = all.find(({ fin }) => fin.cause === 'retrait')?.fin.at;
  const jeton = last === undefined || restantes.length === 0 ? null : jetonDuRecu(coffre, mandat.id, last);
  const serves = jeton !== null && (await findLien(rq.db, rq.territoire.id, jeton, rq.now)) !== undefined;
  const lien = serves ? adresseDuLien(url, rq.territoire, jeton) : null;
  return { mandat, lisible, finies, restantes, lien, suite: await suiteDe(rq, mandat) };
}

/**
 * What the receipt of a mandat says on paper: the operators that are to be told, and how to withdraw the rest. Source: Code civil,
 * 2005.
 */
export function papierDuRecu(source: SourcePapier, recu: Omit<Recu, 'suite' | 'mandat'>): PapierDuMandat {
  const { lisible, finies, restantes, lien } = recu;
  const dire = (demarche: DemarcheRangee) => direDemarche(demarche, lisible.objets.get(demarche.id));
  const operateurs = finies.flatMap(({ id }) => lisible.objets.get(id)?.operateur ?? []);
  return {
    titre: 'Reçu de fin de mandat',
    intitule: 'Reçu',
    sousTitre: 'Ce qui n’est plus fait en votre nom',
    corps: [
      faitsDuMandat(source),
      { titre: 'Ce qui est arrêté' },
      {
        liste: finies.map(
          (demarche) => `${dire(demarche)}. ${direFin(demarche.fin, demarche)}. ${CANAUX_FIN[demarche.fin.canal]}.`,
        ),
      },
      ...(operateurs.length === 0
        ? []
        : [{ titre: 'Organismes que le Département prévient' }, { liste: [...new Set(operateurs)] }]),
      { titre: 'Ce qui reste confié' },
      restantes.length === 0
        ? { texte: 'Rien : plus personne n’agit en votre nom avec ce mandat.' }
        : { liste: restantes.map(dire) },
    ],
    aOuvrir:
      lien === null
        ? null
        : {
            phrase:
              'Pour retirer aussi le reste, ouvrez ce lien, ou lisez le carré noir avec un téléphone. Il sert une fois.',
            adresse: lien,
            alt: 'Code QR vers la page qui retire le reste du mandat',
          },
    fait: `Établi le ${moment(source.now)}.`,
    signatures: [],
  };
}

/** The receipt as a PDF. */
export async function renderRecu(rq: Pick<Rq, 'db' | 'territoire' | 'now'>, recu: Recu): Promise<Uint8Array> {
  const { territoire, now } = rq;
  const logo = (await findLogo(rq.db, territoire.id))?.octets ?? null;
  const source = { territoire, logo, mandat: recu.mandat, lisible: recu.lisible, now };
  return papierDuMandat(source, papierDuRecu(source, recu));
}
