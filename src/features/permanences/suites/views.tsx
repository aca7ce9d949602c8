import type { Child } from 'hono/jsx';
import { formatDate, formatDateLongue, formatPlage, parisDate } from '../../../domain/date.ts';
import { phrase } from '../../../domain/refus.ts';
import { direRythme } from '../../../domain/rythme.ts';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { Alert, DescriptionList, EmptyState, PageHeader, Section } from '../../../ui/content.tsx';
import { TextField } from '../../../ui/field.tsx';
import { Disclosure } from '../../../ui/figure.tsx';
import { Form, FormActions, HiddenField } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import { SimpleTable } from '../../../ui/simple-table.tsx';
import type { CauseFin, Fin } from '../../conventions/rules.ts';
import type { ConventionComplete } from '../../conventions/store.ts';
import { PHRASES_SEANCE } from '../rules.ts';
import type { SeancePlanning } from '../seances/store.ts';
import type { DecisionSuivie, PermanenceArretee, Suites } from './decision.ts';

type Date = Temporal.PlainDate;

const CAUSES: Readonly<Record<CauseFin, string>> = {
  terme: 'son terme (art. 6)',
  opposition: 'une opposition à sa reconduction (art. 6)',
  faute: 'une résiliation après mise en demeure (art. 7.1)',
  force_majeure: 'un cas de force majeure (art. 7.2)',
  dissolution: 'la dissolution du Bénéficiaire (art. 7.2)',
};

export const nombreSeances = (count: number): string => `${count} séance${count > 1 ? 's' : ''}`;

/** Séances shown before the rest opens on demand. */
const SEANCES_OUVERTES = 10;

type Props = {
  readonly convention: ConventionComplete;
  readonly suites: Suites;
  readonly decisions: readonly DecisionSuivie[];
  readonly today: Date;
};

export function SuitesPage(props: Props) {
  const { convention, suites } = props;
  const { fin } = suites;
  return (
    <>
      <PageHeader
        kicker={`Convention ${convention.reference}, ${convention.structure.nom}`}
        title="Fin de la convention et séances prévues"
        lead={
          fin === null
            ? 'Rien ne met fin à cette convention à ce jour : ses séances restent prévues.'
            : direFin(fin, props.today)
        }
      />
      {fin !== null && <DernierJour {...props} fin={fin} />}
      {fin !== null && <AuDela {...props} fin={fin} />}
      <Decisions {...props} />
      <p>
        <a href={`/conventions/${convention.id}`}>Revenir à la convention</a>
      </p>
    </>
  );
}

function direFin({ le, cause }: Fin, today: Date): string {
  const verb = Temporal.PlainDate.compare(le, today) < 0 ? 'a pris fin' : 'prend fin';
  return `La convention ${verb} le ${formatDateLongue(le)} au soir, par ${CAUSES[cause]}.`;
}

/** What happens on the last day, whatever is decided. Source: art. 6. */
function DernierJour({ suites, fin, today }: Props & { readonly fin: Fin }) {
  const { maintenues, relais, lieux } = suites;
  const isPast = Temporal.PlainDate.compare(fin.le, today) < 0;
  return (
    <Section title={isPast ? 'Depuis le dernier jour' : 'Ce qui se passera le dernier jour'} id="dernier-jour">
      <DescriptionList
        items={[
          {
            term: 'Séances d’ici là',
            details: isPast
              ? 'les séances passées restent comme elles sont'
              : maintenues.length === 0
                ? 'aucune'
                : `${nombreSeances(maintenues.length)} : rien ne change, la convention ${maintenues.length > 1 ? 'les' : 'la'} couvre`,
          },
          {
            term: 'Après ce jour',
            details:
              relais === null ? (
                'aucune séance ne peut plus être planifiée chez ce Bénéficiaire, tant qu’aucune autre convention n’est signée'
              ) : (
                <>
                  la convention <a href={`/conventions/${relais.id}`}>{relais.reference}</a> prend le relais : les
                  séances qu’elle couvre lui sont rattachées dans la nuit
                </>
              ),
          },
          {
            term: 'Lieux sans convention',
            details:
              lieux.length === 0 ? (
                'aucun'
              ) : (
                <ul class="e-links">
                  {lieux.map((lieu) => (
                    <li>
                      <a href={`/lieux/${lieu.id}/fiche`}>{lieu.nom}</a>, {lieu.commune}
                    </li>
                  ))}
                </ul>
              ),
          },
        ]}
      />
    </Section>
  );
}

function AuDela({ convention, suites, fin }: Props & { readonly fin: Fin }) {
  const { auDela, permanences } = suites;
  if (auDela.length === 0) {
    return (
      <Section title="Séances au-delà du dernier jour" id="au-dela">
        <EmptyState title="Aucune séance n’est prévue après le dernier jour" />
      </Section>
    );
  }
  return (
    <Section title="Séances au-delà du dernier jour" id="au-dela">
      <Alert
        tone="warning"
        title={
          auDela.length === 1 ? 'Une séance attend une décision' : `${auDela.length} séances attendent une décision`
        }
      >
        <p>
          Elles étaient prévues avant que la fin ne soit connue, et aucune convention ne les couvre. Elles restent
          annoncées au public tant que vous n’avez rien décidé ; rien ne s’annule tout seul.
        </p>
      </Alert>
      <PermanencesTable permanences={permanences} />
      <SeancesListe seances={auDela} />
      <p class="e-muted">
        Vous pouvez aussi attendre : si une autre convention est signée, ou si la fin est repoussée par avenant, ces
        séances seront de nouveau couvertes.
      </p>
      <div class="e-actions">
        <ButtonLink href={`/conventions/${convention.id}/suites/annuler`} variant="primary">
          {`Annuler les séances d’après le ${formatDate(fin.le)}`}
        </ButtonLink>
      </div>
    </Section>
  );
}

function PermanencesTable({ permanences }: { readonly permanences: readonly PermanenceArretee[] }) {
  if (permanences.length === 0) return null;
  return (
    <SimpleTable
      caption="Permanences qui s’arrêteraient"
      columns={[
        { label: 'Permanence' },
        { label: 'Agent' },
        { label: 'Dernier jour' },
        { label: 'Séances', numeric: true },
      ]}
      rows={permanences.map(({ permanence, seances, arret }) => [
        <>
          <a href={`/permanences/${permanence.id}`}>{permanence.lieuNom}</a>
          <br />
          <span class="e-muted">
            {direRythme(permanence)}, {formatPlage(permanence.heureDebut, permanence.heureFin)}
          </span>
        </>,
        permanence.agentNom,
        formatDate(arret),
        String(seances.length),
      ])}
    />
  );
}

function direSeance({ jour, heureDebut, heureFin, endroit, agentNom }: SeancePlanning): string {
  return `${formatDateLongue(jour)}, ${formatPlage(heureDebut, heureFin)} : ${endroit}, avec ${agentNom}`;
}

function SeancesListe({ seances }: { readonly seances: readonly SeancePlanning[] }) {
  const list = (of: readonly SeancePlanning[]) => (
    <ul>
      {of.map((seance) => (
        <li>{direSeance(seance)}</li>
      ))}
    </ul>
  );
  return (
    <Disclosure summary={`Lire les dates : ${nombreSeances(seances.length)}`} open={seances.length <= SEANCES_OUVERTES}>
      {list(seances)}
    </Disclosure>
  );
}

function Decisions({ convention, decisions }: Props) {
  if (decisions.length === 0) return null;
  const back = decisions.reduce((sum, { retablissables }) => sum + retablissables.length, 0);
  return (
    <Section title="Ce qui a été décidé" id="decisions">
      <ul>
        {decisions.map((decision) => (
          <li>{direDecision(decision)}</li>
        ))}
      </ul>
      {back > 0 && (
        <>
          <p>
            {back === 1
              ? 'Une séance annulée est de nouveau couverte : vous pouvez la rétablir.'
              : `${back} séances annulées sont de nouveau couvertes : vous pouvez les rétablir.`}
          </p>
          <div class="e-actions">
            <ButtonLink href={`/conventions/${convention.id}/suites/retablir`}>Rétablir ces séances</ButtonLink>
          </div>
        </>
      )}
      <Perdues
        titre="Ne peuvent pas être rétablies aujourd’hui"
        perdues={decisions.flatMap(({ perdues }) => perdues)}
      />
    </Section>
  );
}

/** What stays cancelled, each with every reason. */
function Perdues({ titre, perdues }: { readonly titre: string; readonly perdues: DecisionSuivie['perdues'] }) {
  if (perdues.length === 0) return null;
  return (
    <Disclosure summary={`${titre} : ${nombreSeances(perdues.length)}`}>
      <ul>
        {perdues.map(({ seance, refus }) => (
          <li>
            {direSeance(seance)}. {refus.map((one) => phrase(PHRASES_SEANCE, one)).join(' ')}
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}

function direDecision({ createdAt, auteur, dernierJour, retablissables, perdues }: DecisionSuivie): string {
  const cancelled = retablissables.length + perdues.length;
  const who = auteur === null ? '' : ` par ${auteur}`;
  const left =
    cancelled === 0 ? 'aucune séance à venir n’en dépend plus' : `${nombreSeances(cancelled)} à venir en dépendent`;
  return `Le ${formatDate(parisDate(createdAt))}${who} : séances d’après le ${formatDate(dernierJour)} annulées ; ${left}.`;
}

type FormProps = {
  readonly convention: ConventionComplete;
  readonly state: FormState;
  readonly cle: string;
};

/** Before it is done: how many, for whom, and who will be told. */
export function AnnulerSuitesPage(
  props: FormProps & { readonly suites: Suites; readonly fin: Fin; readonly avertis: Child },
) {
  const { convention, suites, fin, state, cle, avertis } = props;
  const { auDela, permanences } = suites;
  const retour = `/conventions/${convention.id}/suites`;
  return (
    <>
      <PageHeader
        kicker={`Convention ${convention.reference}, ${convention.structure.nom}`}
        title={`Annuler ${nombreSeances(auDela.length)} d’après le ${formatDate(fin.le)} ?`}
      />
      <ul>
        <li>
          Les séances jusqu’au {formatDate(fin.le)} compris sont maintenues ; celles déjà passées ne changent pas.
        </li>
        <li>
          {permanences.length > 1 ? `${permanences.length} permanences s’arrêtent` : 'La permanence s’arrête'} ;
          l’affiche et la page publique du lieu le disent aussitôt.
        </li>
        <li>{avertis}</li>
        <li>Si la convention se poursuit finalement, vous pourrez rétablir les séances qu’elle couvrira.</li>
      </ul>
      <PermanencesTable permanences={permanences} />
      <SeancesListe seances={auDela} />
      <Form state={state} action={`${retour}/annuler`} idempotencyKey={cle}>
        <HiddenField name="dernierJour" value={fin.le.toString()} />
        <HiddenField name="seances" value={String(auDela.length)} />
        <TextField
          state={state}
          name="motif"
          label="Motif"
          hint="L’équipe technique et l’agent le lisent avec chaque séance ; le public ne le voit pas."
        />
        <FormActions>
          <SubmitButton danger>Annuler {nombreSeances(auDela.length)}</SubmitButton>
          <ButtonLink href={retour} variant="tertiary">
            Ne rien changer
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

export function RetablirSuitesPage(props: FormProps & { readonly decisions: readonly DecisionSuivie[] }) {
  const { convention, state, cle, decisions } = props;
  const retour = `/conventions/${convention.id}/suites`;
  const back = decisions.flatMap(({ retablissables }) => retablissables);
  const lost = decisions.flatMap(({ perdues }) => perdues);
  return (
    <>
      <PageHeader
        kicker={`Convention ${convention.reference}, ${convention.structure.nom}`}
        title={`Rétablir ${nombreSeances(back.length)} ?`}
        lead="Leurs permanences reprennent la fin qu’elles avaient. Les agents concernés et les référents de la structure sont avertis par courriel."
      />
      <SeancesListe seances={back} />
      <Perdues titre="Resteront annulées" perdues={lost} />
      <Form state={state} action={`${retour}/retablir`} idempotencyKey={cle}>
        <FormActions>
          <SubmitButton>Rétablir {nombreSeances(back.length)}</SubmitButton>
          <ButtonLink href={retour} variant="tertiary">
            Les laisser annulées
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}
