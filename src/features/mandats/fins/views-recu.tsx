import { formatDate, parisDate } from '../../../domain/date.ts';
import { ButtonLink, PrintButton, SubmitButton } from '../../../ui/button.tsx';
import { CheckboxGroup } from '../../../ui/choice.tsx';
import { DescriptionList, EmptyState, PageHeader, Section } from '../../../ui/content.tsx';
import { Form, FormActions } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import { QrCode } from '../../../ui/qr.tsx';
import { direDemarche, direFin, moment, nomDe, numeroDe } from '../recit.ts';
import { CANAUX_FIN, type Fin } from '../rules.ts';
import type { DemarcheRangee, Lisible, Mandat } from '../store.ts';

export type DemarcheFinie = DemarcheRangee & { readonly fin: Fin };

/** What a receipt tells: what ended and whom to tell, what goes on, and how to withdraw that too. */
export type Recu = {
  readonly mandat: Mandat;
  readonly lisible: Lisible;
  readonly finies: readonly DemarcheFinie[];
  readonly restantes: readonly DemarcheRangee[];
  /** Address by which the person withdraws the rest, while it serves. */
  readonly lien: string | null;
  /** What becomes of what is not read any more: see `direSuite`. */
  readonly suite: string;
};

export function FaitsDuRecu({ mandat, lisible: { identite } }: Pick<Recu, 'mandat' | 'lisible'>) {
  return (
    <DescriptionList
      items={[
        { term: 'Personne', details: identite === null ? 'Ne se lit plus' : nomDe(identite) },
        { term: 'Mandataire', details: mandat.agent },
        { term: 'Mandat signé', details: mandat.signeAt && `le ${moment(mandat.signeAt)}, ${mandat.endroit}` },
        { term: 'Code du mandat', details: mandat.code },
      ]}
    />
  );
}

export function CeQuiFinit({ finies, lisible }: Pick<Recu, 'finies' | 'lisible'>) {
  return (
    <Section title="Ce qui est arrêté">
      <ul>
        {finies.map((demarche) => (
          <li>
            <strong>{direDemarche(demarche, lisible.objets.get(demarche.id))}</strong>
            <br />
            {direFin(demarche.fin, demarche)}. {CANAUX_FIN[demarche.fin.canal]}.
          </li>
        ))}
      </ul>
    </Section>
  );
}

export function CeQuiReste({ restantes, lisible, lien }: Pick<Recu, 'restantes' | 'lisible' | 'lien'>) {
  return (
    <Section title="Ce qui reste confié">
      {restantes.length === 0 ? (
        <p>Rien : plus personne n’agit avec ce mandat.</p>
      ) : (
        <ul>
          {restantes.map((demarche) => (
            <li>{direDemarche(demarche, lisible.objets.get(demarche.id))}</li>
          ))}
        </ul>
      )}
      {lien !== null && (
        <>
          <p>Pour retirer aussi le reste, ce lien sert une fois :</p>
          <p class="e-mandat-lien">
            <a href={lien}>{lien}</a>
          </p>
          <QrCode text={lien} label="Le même lien, à lire avec un téléphone" />
        </>
      )}
    </Section>
  );
}

export function RecuPage(props: Recu & { readonly cle: string; readonly state: FormState }) {
  const { mandat, finies, lisible } = props;
  if (finies.length === 0) {
    return (
      <>
        <PageHeader kicker="Mandat" title="Reçu et organismes à prévenir" />
        <EmptyState title="Rien n’est retiré." action={<a href={`/mandats/${mandat.id}`}>Revenir au mandat</a>}>
          Le reçu paraît ici quand la personne retire tout ou partie de son mandat, ou que vous y renoncez.
        </EmptyState>
      </>
    );
  }
  return (
    <>
      <PageHeader
        kicker="Mandat"
        title="Reçu et organismes à prévenir"
        lead="Un exemplaire pour la personne. Puis prévenez les organismes : tant qu’ils croient au mandat, ils y répondent."
        actions={
          <>
            <ButtonLink href={`/mandats/${mandat.id}/recu.pdf`} icon="download">
              Télécharger le PDF
            </ButtonLink>
            <PrintButton />
          </>
        }
      />
      <FaitsDuRecu mandat={mandat} lisible={lisible} />
      <CeQuiFinit finies={finies} lisible={lisible} />
      <Tiers {...props} />
      <CeQuiReste {...props} />
    </>
  );
}

/** Whom to tell, with a box for each; told, or too late, it says so. */
function Tiers({
  mandat,
  finies,
  lisible,
  suite,
  state,
  cle,
}: Recu & { readonly cle: string; readonly state: FormState }) {
  const aPrevenir = finies.filter(({ id, tiersPrevenusAt }) => tiersPrevenusAt === null && lisible.objets.has(id));
  const autres = finies.filter((demarche) => !aPrevenir.includes(demarche));
  return (
    <Section title="Organismes à prévenir" id="organismes">
      {aPrevenir.length > 0 && (
        <Form state={state} action={`/mandats/${mandat.id}/recu`} idempotencyKey={cle}>
          <CheckboxGroup
            state={state}
            name="rang"
            label="Prévenus aujourd’hui"
            hint={`Sans dire de la personne plus que ce qu’ils savent. Imprimez d’abord le reçu : une fois un organisme coché, ce qui le concerne ne se lit plus ; ${suite}.`}
            options={aPrevenir.map((demarche) => ({
              value: String(demarche.rang),
              label: lisible.objets.get(demarche.id)?.operateur ?? numeroDe(demarche),
              hint: delaiDe(demarche),
            }))}
          />
          <FormActions>
            <SubmitButton>Noter comme prévenus</SubmitButton>
          </FormActions>
        </Form>
      )}
      {autres.length > 0 && (
        <ul>
          {autres.map((demarche) => (
            <li>
              {numeroDe(demarche)} : {sortDuTiers(demarche)}.
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function delaiDe(demarche: DemarcheFinie): string {
  const until = demarche.destructibleAt;
  return `${numeroDe(demarche)}${until === null ? '' : ` ; à prévenir avant le ${moment(until)}`}`;
}

function sortDuTiers({ tiersPrevenusAt, detruiteAt }: DemarcheFinie): string {
  const told =
    tiersPrevenusAt === null
      ? 'l’organisme ne se lit plus ici'
      : `prévenu le ${formatDate(parisDate(tiersPrevenusAt))}`;
  return detruiteAt === null ? told : `${told} ; détruit le ${moment(detruiteAt)}`;
}
