import type { TypeActivite } from '../../../domain/nomenclatures.ts';
import { HiddenField } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import { ChampsIndividuel, type Choix } from '../fiche/champs.tsx';
import { FORMULAIRE } from '../formulaire.ts';
import { ChampsCadre, type ChoixDuCadre } from './cadre.tsx';
import { ChampsAtelier, ChampsCoordination } from './champs.tsx';

/**
 * What each kind asks, on a page and on a device: help to one person asks by itself for its hour, its length and the rest of its
 * circumstances.
 */
export function Champs(props: {
  readonly type: TypeActivite;
  readonly state: FormState;
  readonly choix: ChoixDuCadre;
  /** Of help to one person: what it may be linked to. */
  readonly liens?: Choix | undefined;
  readonly enSeance: boolean;
}) {
  const { type, state, choix, liens, enSeance } = props;
  if (type === 'Individuel') {
    return (
      <>
        <ChampsCadre state={state} enSeance={enSeance} {...choix} sauf={['heure', 'duree', 'axe', 'binome']} />
        <ChampsIndividuel state={state} choix={liens ?? { binomes: choix.binomes ?? [] }} ou={false} />
      </>
    );
  }
  return (
    <>
      <HiddenField name="formulaire" value={String(FORMULAIRE)} />
      <HiddenField name="typeActivite" value={type} />
      {type === 'Collectif' ? <ChampsAtelier state={state} /> : <ChampsCoordination state={state} type={type} />}
      <ChampsCadre state={state} enSeance={enSeance} {...choix} />
    </>
  );
}
