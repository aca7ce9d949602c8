import type { TypeActivite } from '../../domain/nomenclatures.ts';
import { parseForm } from '../../platform/http/form.ts';
import { type PageContent, page, type Reply, redirect } from '../../platform/http/reply.ts';
import type { Rq, SignedRq } from '../../platform/http/route.ts';
import { ButtonLink, SubmitButton } from '../../ui/button.tsx';
import { Alert, PageHeader, Section } from '../../ui/content.tsx';
import { FormActions, HiddenField } from '../../ui/form.tsx';
import { lireCommune } from '../territoires/commune-saisie.ts';
import { adresseNouveau, adresseRetour } from './autres/adresses.ts';
import { formDe, toSaisie, type Valeurs } from './formulaire.ts';
import { type Mot, motsDits } from './historique/mots.ts';
import { nomsPublics, operationsDe } from './historique/store.ts';
import type { Saisie } from './rules/saisie.ts';
import { findAccompagnement } from './store.ts';

/** A record that is no more, as it was last. */
export type Supprime = { readonly supprime: string; readonly agentId: string; readonly derniere: Saisie };

/** What a record was before it was deleted; undefined: it still is, or it never was. */
export async function supprimeDe(rq: Rq): Promise<Supprime | undefined> {
  const id = rq.params['accompagnement'] ?? '';
  if ((await findAccompagnement(rq.db, rq.territoire.id, id)) !== undefined) return undefined;
  const last = (await operationsDe(rq.db, rq.territoire.id, id)).findLast(({ saisie }) => saisie !== null);
  return last?.saisie == null ? undefined : { supprime: id, agentId: last.agentId, derniere: last.saisie };
}

/** Where the same is noted again. */
function adresseDeNouveau({ typeActivite, seanceId }: Saisie): string {
  if (seanceId !== null && typeActivite === 'Individuel') return `/seances/${seanceId}/accompagnements/nouveau`;
  if (seanceId !== null && typeActivite === 'Collectif') return `/seances/${seanceId}/atelier/nouveau`;
  return adresseNouveau(typeActivite).replace(/\?.*$/, '');
}

async function motsTapes(
  rq: SignedRq,
  valeurs: Valeurs,
  type: TypeActivite,
  derniere: Saisie,
): Promise<readonly Mot[]> {
  const text = (name: string) => valeurs[name]?.[0] ?? '';
  const typed = { commune: text('commune'), communeChoix: text('communeChoix') };
  const { commune } = await lireCommune(rq.db, rq.territoire.codeDepartement, typed);
  const codeInsee = valeurs['commune'] === undefined ? {} : { codeInsee: [commune?.codeInsee ?? ''] };
  const read = parseForm(formDe(type), { values: { ...valeurs, ...codeInsee }, files: {} });
  const seance = derniere.seanceId === null ? undefined : derniere;
  const lue = read.ok ? toSaisie(type, read.data, seance, rq.today) : undefined;
  if (lue === undefined || 'erreurs' in lue) return [];
  return motsDits(lue.saisie, await nomsPublics(rq.db, rq.territoire.id, [lue.saisie]));
}

function SupprimePage(props: {
  readonly mots: readonly Mot[];
  readonly valeurs: Valeurs;
  readonly action: string;
  readonly cle: string;
  readonly retour: string;
  readonly historique: string;
}) {
  const { mots, valeurs } = props;
  return (
    <>
      <PageHeader title="Cet accompagnement a été supprimé" />
      <Alert tone="warning">
        Il a été supprimé dans un autre onglet ou sur un autre appareil pendant que vous le corrigiez. Votre saisie
        n’est pas enregistrée, et n’est pas perdue : vous pouvez la noter de nouveau.
      </Alert>
      <Section title="Votre saisie">
        {mots.length === 0 ? (
          <p>Elle est incomplète : notez-la de nouveau, la page suivante dira ce qui manque.</p>
        ) : (
          <ul>
            {mots.map(({ libelle, valeur }) => (
              <li>
                {libelle} : {valeur}
              </li>
            ))}
          </ul>
        )}
      </Section>
      <form method="post" action={props.action}>
        <HiddenField name="_cle" value={props.cle} />
        {Object.entries(valeurs).flatMap(([name, list]) =>
          list.map((value) => <HiddenField name={name} value={value} />),
        )}
        <FormActions>
          <SubmitButton>Noter de nouveau</SubmitButton>
          <ButtonLink href={props.retour}>Laisser supprimé</ButtonLink>
          <ButtonLink href={props.historique} variant="tertiary">
            Voir son historique
          </ButtonLink>
        </FormActions>
      </form>
    </>
  );
}

/** What was typed over a record deleted meanwhile is shown, and may be noted again. */
export async function direSupprime(rq: SignedRq, { supprime, derniere }: Supprime): Promise<Reply> {
  const { _cle, base, suite, ...sent } = rq.form.values;
  const { typeActivite, seanceId } = derniere;
  const valeurs = { ...sent, typeActivite: [typeActivite], seance: seanceId === null ? [] : [seanceId] };
  const retour = adresseRetour(seanceId);
  const content: PageContent = {
    title: 'Cet accompagnement a été supprimé',
    breadcrumbs: [{ href: retour, label: seanceId === null ? 'Mes accompagnements' : 'La séance' }],
    body: (
      <SupprimePage
        mots={await motsTapes(rq, valeurs, typeActivite, derniere)}
        valeurs={valeurs}
        action={adresseDeNouveau(derniere)}
        cle={rq.key}
        retour={retour}
        historique={`/accompagnements/${supprime}/historique`}
      />
    ),
  };
  return page(content, 422);
}

/** Asked to be corrected, a record that is no more shows what became of it. */
export function versHistorique({ supprime }: Supprime): Reply {
  return redirect(`/accompagnements/${supprime}/historique`);
}
