import { formatDate, formatHeure, parisDate } from '../../../domain/date.ts';
import { isUuid } from '../../../platform/http/idempotence.ts';
import type { Rq } from '../../../platform/http/route.ts';
import type { Option } from '../../../ui/choice.tsx';
import { typedValue } from '../../../ui/field.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import type { Choix } from './champs.tsx';
import { type Attendu, collegues, mandatsProposes, personnesProposees, signalementSuivi } from './store.ts';

/** « 9 h 30, Ahmed (Déclarer ses impôts) » */
export function direAttendu({ debut, prenom, motif }: Attendu): string {
  return prenom === null ? `${formatHeure(debut)}, ${motif}` : `${formatHeure(debut)}, ${prenom} (${motif})`;
}

/** What help of this agent on this day may be linked to, with what the form already holds. */
export async function choixDe(
  rq: Rq,
  of: {
    readonly agentId: string;
    readonly seanceId: string | null;
    readonly jour: Temporal.PlainDate;
    /** The record that is corrected. */
    readonly id?: string | undefined;
  },
  state: FormState,
  attendus: readonly Attendu[] = [],
): Promise<Choix> {
  const held = (name: string) => {
    const value = typedValue(state, name);
    return isUuid(value) ? value : null;
  };
  const { db, territoire, now } = rq;
  const personneId = held('personne');
  const links = { seanceId: of.seanceId, personneId, mandatId: held('mandat') };
  const mandats = await mandatsProposes(db, territoire.id, of.agentId, links, now);
  const personnes = await personnesProposees(db, territoire.id, of.agentId, personneId);
  const agents = await collegues(db, territoire.id, of.agentId, of);
  const toOption = ({ id, nom }: { readonly id: string; readonly nom: string }): Option => ({ value: id, label: nom });
  const binomes = agents.filter(({ duBinome }) => duBinome).map(toOption);
  const autres = agents.filter(({ duBinome }) => !duBinome).map(toOption);
  return {
    rendezVous: attendus.map((one) => ({ value: one.id, label: direAttendu(one) })),
    mandats: mandats.map(({ id, code, signeAt, detruit }) => ({
      value: id,
      label: `${code ?? 'Sans code'}, signé le ${formatDate(parisDate(signeAt))}${detruit ? ', détruit depuis' : ''}`,
    })),
    signalement: of.id === undefined ? null : await signalementSuivi(db, territoire.id, of.id),
    personnes: personnes.map(toOption),
    binomes:
      binomes.length === 0
        ? autres
        : [
            { label: 'Avec vous ce jour-là', options: binomes },
            { label: 'Autres agents', options: autres },
          ],
  };
}
