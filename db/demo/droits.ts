import type { Insertable } from 'kysely';
import type { DB } from '../types.ts';
import { demo, demoId } from './ids.ts';
import { telephoneFictif } from './personnes.ts';

/** What invented persons ask about their data: late, known at the counter, new, answered. */
const DEMANDES = [
  {
    reference: 'DR-6RET-4RD2',
    droit: 'rectification',
    demandeur: 'contact',
    nom: 'Perrine Aubépine',
    courriel: 'perrine.aubepine@exemple.fr',
    message: 'Mon numéro de téléphone a changé.',
    ilYA: 45,
  },
  {
    reference: 'DR-7GUC-H3T8',
    droit: 'acces',
    demandeur: 'usager',
    nom: 'Odette Romarin',
    telephone: telephoneFictif(360),
    ilYA: 9,
    connue: true,
  },
  {
    reference: 'DR-9NEU-V42E',
    droit: 'opposition',
    demandeur: 'autre',
    nom: 'Basile Genévrier',
    adresse: '3 impasse des Essais\n66000 Perpignan',
    ilYA: 1,
  },
  {
    reference: 'DR-3FAT-E8K5',
    droit: 'acces',
    demandeur: 'usager',
    nom: 'Colombe Serpolet',
    courriel: 'colombe.serpolet@exemple.fr',
    ilYA: 80,
    connue: true,
    repondueIlYA: 62,
  },
] as const;

export function droitRows(today: Temporal.PlainDate): {
  readonly demandes: Insertable<DB['droitDemande']>[];
  readonly verifications: Insertable<DB['droitVerification']>[];
} {
  const { territoire: territoireId } = demo;
  const rows = DEMANDES.map((demande) => {
    const connue = 'connue' in demande;
    const answered = 'repondueIlYA' in demande ? today.subtract({ days: demande.repondueIlYA }) : null;
    return {
      connue,
      row: {
        territoireId,
        id: demoId(territoireId, 'droit', demande.reference),
        reference: demande.reference,
        droit: demande.droit,
        demandeur: demande.demandeur,
        nom: demande.nom,
        courriel: 'courriel' in demande ? demande.courriel : null,
        telephone: 'telephone' in demande ? demande.telephone : null,
        adresse: 'adresse' in demande ? demande.adresse : null,
        message: 'message' in demande ? demande.message : null,
        origine: connue ? 'guichet' : 'formulaire',
        recueLe: today.subtract({ days: demande.ilYA }),
        ...(answered && { decision: 'sans_objet', decideeLe: answered, repondueLe: answered, canal: 'courriel' }),
        createdBy: connue ? demo.comptes.agent : null,
      },
    };
  });
  return {
    demandes: rows.map(({ row }) => row),
    verifications: rows
      .filter(({ connue }) => connue)
      .map(({ row }) => ({
        territoireId,
        id: demoId(territoireId, 'droit-verification', row.reference),
        droitDemandeId: row.id,
        moyen: 'agent',
        etablie: true,
        jour: row.recueLe,
        createdBy: demo.comptes.agent,
      })),
  };
}
