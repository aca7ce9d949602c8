import { z } from 'zod';
import { formatCommune } from '../../domain/commune.ts';
import { DEMI_JOURNEES_SEMAINE } from '../../domain/demi-journee.ts';
import { cles, NATURES_AGENT } from '../../domain/nomenclatures.ts';
import {
  box,
  choice,
  choices,
  date,
  line,
  optionalCourriel,
  optionalDate,
  optionalLine,
  optionalTelephone,
} from '../../platform/http/fields.ts';
import { blankForm, type FormState } from '../../ui/form-state.ts';
import type { Agent } from './store.ts';

export const agentForm = z.object({
  prenom: line('le prénom', 80),
  nom: line('le nom', 80),
  nature: choice('la nature du poste', cles(NATURES_AGENT)),
  contratDebut: date('le début du contrat'),
  contratFin: optionalDate('la fin du contrat'),
  certificat: optionalLine('l’intitulé du certificat', 150),
  certificatDate: optionalDate('la date d’obtention'),
  portAttache: line('la commune de rattachement', 100),
  portAttacheChoix: optionalLine('la commune choisie', 5),
  demiJournees: choices('les demi-journées', DEMI_JOURNEES_SEMAINE),
  telephone: optionalTelephone(),
  courriel: optionalCourriel(),
  rouvrir: box(),
});

/** The form of an agent as it stands; a new one works from Monday to Friday until said otherwise. */
export function agentValues(agent: Agent | null): FormState {
  if (agent === null) {
    return blankForm({ demiJournees: DEMI_JOURNEES_SEMAINE.filter((code) => !code.startsWith('samedi')) });
  }
  return blankForm({
    prenom: agent.prenom,
    nom: agent.nom,
    nature: agent.nature,
    contratDebut: agent.contratDebut.toString(),
    contratFin: agent.contratFin.toString(),
    certificat: agent.certificat ?? '',
    certificatDate: agent.certificatDate?.toString() ?? '',
    portAttache: formatCommune({ nom: agent.commune, codeInsee: agent.portAttache }),
    demiJournees: agent.demiJournees,
    telephone: agent.telephone ?? '',
    courriel: agent.courriel ?? '',
  });
}
