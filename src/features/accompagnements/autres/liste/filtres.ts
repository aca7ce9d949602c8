import { parseDate } from '../../../../domain/date.ts';
import {
  cles,
  estCle,
  THEMATIQUES,
  type Thematique,
  TYPES_LIEU,
  type TypeActivite,
  type TypeLieu,
} from '../../../../domain/nomenclatures.ts';
import { estRefus } from '../../../../domain/refus.ts';
import { isUuid } from '../../../../platform/http/idempotence.ts';
import { TOUS_LES_TYPES } from '../../formulaire.ts';
import type { Saisie } from '../../rules/saisie.ts';

type Jour = Temporal.PlainDate;

/** What of an agent's records is shown: those of a period, of one kind, of one place, about one theme. */
export type Filtres = {
  readonly du: Jour;
  readonly au: Jour;
  readonly type: TypeActivite | null;
  /** A lieu, or one of the other kinds of places. */
  readonly lieu: string | TypeLieu | null;
  readonly theme: Thematique | null;
};

/** Months shown when no period is asked. */
const MOIS_MONTRES = 3;

function jour(text: string | null, otherwise: Jour): Jour {
  const read = parseDate(text ?? '');
  return estRefus(read) ? otherwise : read;
}

/** Reads an address: whatever is absurd there falls back to what is shown without it. */
export function lireFiltres(params: URLSearchParams, today: Jour): Filtres {
  const [type, lieu, theme] = ['type', 'lieu', 'theme'].map((name) => params.get(name) ?? '');
  return {
    du: jour(params.get('du'), today.subtract({ months: MOIS_MONTRES })),
    au: jour(params.get('au'), today),
    type: TOUS_LES_TYPES.find((one) => one === type) ?? null,
    lieu: isUuid(lieu ?? '') || estCle(TYPES_LIEU, lieu ?? '') ? (lieu ?? null) : null,
    theme: cles(THEMATIQUES).find((one) => one === theme) ?? null,
  };
}

/** The same as parameters of an address; '' says nothing. */
export function ecrireFiltres({ du, au, type, lieu, theme }: Filtres): Readonly<Record<string, string>> {
  return { du: du.toString(), au: au.toString(), type: type ?? '', lieu: lieu ?? '', theme: theme ?? '' };
}

function themesDe(saisie: Saisie): readonly Thematique[] {
  return saisie.typeActivite === 'Individuel' || saisie.typeActivite === 'Collectif' ? saisie.thematiques : [];
}

/** Whether a record of the period is of that kind, of that place and about that theme. */
export function retient({ type, lieu, theme }: Filtres, saisie: Saisie): boolean {
  return (
    (type === null || saisie.typeActivite === type) &&
    (lieu === null || saisie.lieuId === lieu || saisie.typeLieu === lieu) &&
    (theme === null || themesDe(saisie).includes(theme))
  );
}
