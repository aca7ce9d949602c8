/**
 * What a mandat signed on a tablet costs: its PDF made and sealed, and the copy of the person, beside the PDF alone in the same run.
 * Keys and rows are not in it: PostgreSQL's work is measured by `bench:pages`.
 */

import { estRefus } from '../src/domain/refus.ts';
import { type DonneesMandat, renderMandat } from '../src/features/mandats/preparation/document.ts';
import { texteDuMandat } from '../src/features/mandats/preparation/texte.ts';
import { type Dessin, lireDessin, NOTICE_1, remplirNotice } from '../src/features/mandats/rules.ts';
import { memorySealers } from '../test/cachets-memoire.ts';
import { dessin } from '../test/mandat-saisi.ts';
import { AIDE_LOGEMENT, PERSONNE, RELEVE_CARRIERE } from '../test/mandats.ts';
import { costOf, printFigures } from './measure.ts';

const CPU_MAX_MS = 250;
const jour = Temporal.PlainDate.from('2026-11-26');
const at = Temporal.Instant.from('2026-11-26T09:00:00Z');
const territoire = { id: '66', nomComplet: 'Département d’essai' };

function dessine(numero: number): Dessin {
  const read = lireDessin(dessin(numero));
  if (estRefus(read)) throw new Error(`A drawing of the bench is refused: ${read.refus}`);
  return read;
}

/** Ten démarches, each mandat different from the one before. */
function mandat(call: number, fiche: DonneesMandat['fiche']): DonneesMandat {
  const lignes = Array.from({ length: 10 }, (_, rank) => ({
    ...(rank % 2 === 0 ? AIDE_LOGEMENT : RELEVE_CARRIERE),
    objet: `Démarche d’essai n° ${call} ${rank}`,
  }));
  const identite = { ...PERSONNE, nom: `Exemplaire ${call}` };
  const brouillon = { identite, isProtege: false, lignes, dureeMois: 3, suppleantId: null };
  return {
    departement: { nom: territoire.nomComplet, logo: null },
    couleur: '#0b5563',
    sections: texteDuMandat(brouillon, {
      departement: territoire.nomComplet,
      agent: { nom: 'Maëlle Essai', fonction: 'Conseiller numérique' },
      suppleant: null,
      endroit: 'Médiathèque d’essai',
      convention: 'C-2022-014',
      jour,
      dernierJour: jour.add({ months: 3 }),
      noticeVersion: 1,
    }),
    notice: {
      version: 1,
      rubriques: remplirNotice(NOTICE_1, {
        departement: territoire.nomComplet,
        adresse: '1 rue des Exemples',
        contact: 'dpo@exemple.fr',
        tiers: '72 heures',
        duree: '12 mois',
      }),
    },
    fait: 'Fait à : Médiathèque d’essai, le 26 novembre 2026 à 10 h.',
    signatures: [
      { titre: 'Le mandant', nom: identite.nom, dessin: dessine(call * 2) },
      { titre: 'Le mandataire, qui accepte', nom: 'Maëlle Essai', dessin: dessine(call * 2 + 1) },
    ],
    preuves: [{ libelle: 'Signé', valeur: 'le 26 novembre 2026 à 10 h' }],
    verification: { code: '7K3M-QX2F-9TRB', adresse: 'https://escale.exemple.fr/verifier' },
    fiche,
    etablie: jour.toString(),
  };
}

const fiche = (call: number) => ({
  code: '4821-7730',
  lien: `https://escale.exemple.fr/retrait/${call}`,
  telephone: '04 00 00 00 00',
  adresse: '1 rue des Exemples',
  demarches: ['Demander l’aide au logement'],
  dernierJour: '26 février 2027',
  agent: 'Maëlle Essai',
});

/** Prints what a signature costs. */
export async function measureSignature(): Promise<void> {
  const sealers = memorySealers();
  const alone = await costOf((call) => renderMandat(mandat(call, null)));
  const sealed = await costOf(async (call) =>
    sealers.seal(territoire, await renderMandat(mandat(call + 1_000, null)), at),
  );
  const whole = await costOf(async (call) => {
    await sealers.seal(territoire, await renderMandat(mandat(call + 2_000, null)), at);
    await renderMandat(mandat(call + 2_000, fiche(call)));
  });
  const objectif = { sur: 'valeur', auPlus: CPU_MAX_MS } as const;
  printFigures([
    { mesure: 'mandat.scelle.cpu', valeur: sealed.cpuMs, unite: 'ms', reference: alone.cpuMs, objectif },
    { mesure: 'mandat.signature.cpu', valeur: whole.cpuMs, unite: 'ms', reference: alone.cpuMs, objectif },
  ]);
}
