import type { Child } from 'hono/jsx';
import { formatDate } from '../../../domain/date.ts';
import { estAvant } from '../../../domain/periode.ts';
import { phrase } from '../../../domain/refus.ts';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { Alert, DescriptionList, PageHeader, Section } from '../../../ui/content.tsx';
import { Form, FormActions, HiddenField } from '../../../ui/form.tsx';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import { SimpleTable } from '../../../ui/simple-table.tsx';
import {
  type Apercu,
  type Avenant,
  alertes,
  apercuAvenant,
  clausesAu,
  clausesModifiees,
  type Lecture,
  type PeriodeConvention,
  PHRASES_ALERTE,
} from '../rules.ts';
import type { ConventionComplete } from '../store.ts';
import { horizonDe } from '../views-periodes.tsx';
import { differences } from './en-clair.ts';

type Jour = Temporal.PlainDate;

type Props = {
  /** Without the avenant that is being replaced. */
  readonly convention: ConventionComplete;
  readonly avenant: Avenant;
  readonly remplace: Avenant | null;
  /** Day of the last signature that is supposed. */
  readonly jour: Jour;
  readonly values: FormState['values'];
  readonly cle: string;
};

const one = (value: string | readonly string[]): string => (typeof value === 'string' ? value : (value[0] ?? ''));

/** What an avenant would change if both signed it on a day: nothing is recorded before the button. */
export function ApercuPage(props: Props) {
  const { convention, avenant, remplace, jour, values, cle } = props;
  const url = `/conventions/${convention.id}`;
  const typed = Object.entries(values)
    .map(([name, value]) => [name, one(value)] as const)
    .filter(([, value]) => value !== '');
  const back = new URLSearchParams([...typed.map(([name, value]) => [name, value]), ['modifier', 'oui']]);
  if (remplace !== null) back.set('remplace', remplace.id);
  return (
    <>
      <PageHeader
        kicker={`Convention ${convention.reference}, ${convention.structure.nom}`}
        title={`Avenant n° ${avenant.numero} : ce qu’il changerait`}
        lead={`${avenant.objet}. Rien n’est encore enregistré.`}
      />
      <ClausesSection {...props} />
      <DatesSection {...props} />
      <Form state={blankForm()} action={`${url}/avenants/nouveau`} idempotencyKey={cle}>
        {typed.map(([name, value]) => (
          <HiddenField name={name} value={value} />
        ))}
        {remplace && <HiddenField name="remplace" value={remplace.id} />}
        <p>
          Enregistré, cet avenant n’a encore aucun effet : il en prend le jour de la dernière des deux signatures (art.
          8.2). Vous enregistrerez chaque signature quand elle viendra. Ci-dessus, la dernière est supposée le{' '}
          {formatDate(jour)}.
        </p>
        <FormActions>
          <SubmitButton>Enregistrer ce projet d’avenant</SubmitButton>
          <ButtonLink href={`${url}/avenants/nouveau?${back}`}>Modifier</ButtonLink>
          <ButtonLink href={url} variant="tertiary">
            Renoncer
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

function ClausesSection({ convention, avenant, jour }: Props) {
  const before = clausesAu(convention, jour);
  const changed = differences(before, clausesModifiees(before, avenant.changements));
  return (
    <Section title="Clauses">
      {changed.length === 0 ? (
        <Alert>
          Cet avenant ne change aucune des clauses qu’Escale calcule : seuls son numéro, sa date, son objet et ses
          signatures seront gardés.
        </Alert>
      ) : (
        <SimpleTable
          caption="Ce que dit chaque clause modifiée"
          captionHidden
          columns={[{ label: 'Clause' }, { label: 'Sans l’avenant' }, { label: 'Avec l’avenant' }]}
          rows={changed.map(({ term, avant, apres }) => [term, avant, <strong>{apres}</strong>])}
        />
      )}
    </Section>
  );
}

function DatesSection({ convention, avenant, jour }: Props) {
  const apercu = apercuAvenant(convention, avenant, jour);
  const { apres, avant, prendEffet } = apercu;
  if (apres === null || !prendEffet) {
    return (
      <Section title="Dates">
        <Alert tone="warning">
          Signé le {formatDate(jour)}, cet avenant n’aurait aucun effet : un avenant ne ranime pas une convention qui a
          pris fin.
        </Alert>
      </Section>
    );
  }
  return (
    <Section title="Dates">
      <DescriptionList
        items={[
          { term: 'Dernier jour sans l’avenant', details: finEnClair(avant) },
          { term: 'Dernier jour avec l’avenant', details: finEnClair(apres) },
        ]}
      />
      <Alertes convention={convention} avenant={avenant} jour={jour} />
      <Periodes apercu={apercu} jour={jour} />
    </Section>
  );
}

function finEnClair(lecture: Lecture | null): string {
  const fin = lecture?.fin ?? null;
  return fin === null ? 'aucun, tant que personne ne s’oppose' : formatDate(fin.le);
}

/** What would have to be looked at besides what already has to. */
function Alertes({ convention, avenant, jour }: Pick<Props, 'convention' | 'avenant' | 'jour'>) {
  const signed: Avenant = { ...avenant, signatures: { departement: jour, beneficiaire: jour } };
  const say = (evenements: ConventionComplete['evenements']) =>
    alertes({ ...convention, evenements }, jour).map((alerte) => phrase(PHRASES_ALERTE, alerte));
  const known = new Set(say(convention.evenements));
  const added = say([...convention.evenements, signed]).filter((sentence) => !known.has(sentence));
  if (added.length === 0) return null;
  return (
    <Alert tone="warning" title="À regarder : rien n’est bloqué">
      <ul>
        {added.map((sentence) => (
          <li>{sentence}</li>
        ))}
      </ul>
    </Alert>
  );
}

function Periodes({ apercu, jour }: { readonly apercu: Apercu; readonly jour: Jour }) {
  const { avant, apres } = apercu;
  if (apres === null) return null;
  const read = (lecture: Lecture | null) => lecture?.jusquA(horizonDe(lecture, jour)) ?? [];
  const [before, after] = [read(avant), read(apres)];
  const isSame = before.length === after.length && after.every((periode, index) => same(periode, before[index]));
  if (isSame) return <p>Les périodes et les derniers jours pour s’opposer ne changent pas.</p>;
  const rangs = [...new Set([...before, ...after].filter(({ fin }) => !estAvant(fin, jour)).map(({ rang }) => rang))];
  const rows = rangs.map((rang) => ({
    rang,
    old: textes(before.find((periode) => periode.rang === rang)),
    now: textes(after.find((periode) => periode.rang === rang)),
  }));
  return (
    <SimpleTable
      caption="Périodes avec l’avenant, en cours et à venir ; entre parenthèses, ce qu’elles seraient sans lui"
      columns={[
        { label: 'Période' },
        { label: 'Du' },
        { label: 'Au' },
        { label: 'Anniversaire' },
        { label: 'Dernier jour pour s’opposer' },
      ]}
      rows={rows.map(({ rang, old, now }) => [
        `Période ${rang}`,
        ...now.map((text, index) => <Changed text={text} old={old[index]} />),
      ])}
    />
  );
}

const SANS_PERIODE = ['pas de période', '—', '—', '—'] as const;

function textes(periode: PeriodeConvention | undefined): readonly string[] {
  if (periode === undefined) return SANS_PERIODE;
  const { debut, fin, anniversaire } = periode;
  return [
    formatDate(debut),
    formatDate(fin),
    anniversaire === null ? 'aucun' : formatDate(anniversaire.date),
    anniversaire === null ? 'aucun' : formatDate(anniversaire.dernierJourOpposition),
  ];
}

const same = (a: PeriodeConvention, b: PeriodeConvention | undefined): boolean =>
  String(textes(a)) === String(textes(b));

function Changed({ text, old }: { readonly text: string; readonly old: string | undefined }): Child {
  if (text === old) return <>{text}</>;
  return (
    <div>
      <strong>{text}</strong> <span class="e-muted">({old})</span>
    </div>
  );
}
