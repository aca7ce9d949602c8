import { formatDate, formatDateLongue, formatDates, formatPlage } from '../../../domain/date.ts';
import { direRythme } from '../../../domain/rythme.ts';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { Alert, DescriptionList, PageHeader, Section } from '../../../ui/content.tsx';
import { DateField } from '../../../ui/field.tsx';
import { Disclosure } from '../../../ui/figure.tsx';
import { ErrorSummary, Form, FormActions, HiddenField } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import { SimpleTable } from '../../../ui/simple-table.tsx';
import { direAccueil, type Exception } from '../rules.ts';
import type { PermanenceSuivie } from '../store.ts';
import { ChampsAccueil, ChampsLieu, ChampsRythme, type LieuChoix, type SalleChoix } from '../views/formulaire.tsx';
import { quand } from '../views/liste.tsx';
import type { Apercu, Demande } from './modification.ts';
import type { Changement, SeanceAModifier } from './store.ts';

export function ModifierPage(props: {
  readonly permanence: PermanenceSuivie;
  readonly state: FormState;
  readonly lieux: readonly LieuChoix[];
  readonly salles: readonly SalleChoix[];
}) {
  const { permanence, state } = props;
  return (
    <>
      <PageHeader
        title="Modifier à partir d’un jour"
        kicker={permanence.lieuNom}
        lead={`Aujourd’hui : ${quand(permanence)}, avec ${permanence.agentNom}. Ce qui s’est tenu avant ce jour ne change pas. La page suivante montre ce qui change, avant d’enregistrer quoi que ce soit.`}
      />
      <form class="e-form" method="get" action={`/permanences/${permanence.id}/modifier`} novalidate>
        <ErrorSummary state={state} />
        <HiddenField name="voir" value="oui" />
        <DateField state={state} name="le" label="Changer à partir du" />
        <ChampsLieu {...props} />
        <ChampsRythme state={state} />
        <DateField
          state={state}
          name="au"
          label="Jusqu’au"
          hint="Dernier jour inclus. Vide : sans fin prévue."
          optional
        />
        <ChampsAccueil state={state} />
        <FormActions>
          <SubmitButton>Voir ce qui change</SubmitButton>
          <ButtonLink href={`/permanences/${permanence.id}`} variant="tertiary">
            Ne rien changer
          </ButtonLink>
        </FormActions>
      </form>
    </>
  );
}

/** The change again, without showing it: what was seen is what is written. */
function Cachees({ values }: Pick<FormState, 'values'>) {
  return (
    <>
      {Object.entries(values)
        .filter(([name]) => name !== 'voir' && name !== 'vue')
        .flatMap(([name, value]) => [value].flat().map((one) => <HiddenField name={name} value={one} />))}
    </>
  );
}

export function ApercuPage(props: {
  readonly permanence: PermanenceSuivie;
  readonly apercu: Apercu;
  readonly demande: Demande;
  readonly state: FormState;
  readonly cle: string;
}) {
  const { permanence, apercu, demande, state, cle } = props;
  const { le, lieu, accueil } = demande;
  const next = demande.permanence;
  return (
    <>
      <PageHeader
        title={`Ce qui change à partir du ${formatDate(le)}`}
        kicker={permanence.lieuNom}
        lead="Rien n’est encore enregistré."
      />
      <DescriptionList
        items={[
          { term: 'Jusqu’ici', details: `${quand(permanence)}, à ${permanence.lieuNom}` },
          {
            term: 'Désormais',
            details: `${direRythme(next)}, ${formatPlage(next.heureDebut, next.heureFin)}, à ${lieu.nom}`,
          },
          { term: 'Accueil', details: direAccueil(accueil) },
          { term: 'Jusqu’au', details: next.au === null ? 'sans fin prévue' : formatDate(next.au) },
        ]}
      />
      {apercu.changements.length > 1 && (
        <Alert title="Cette permanence se tient en binôme">
          Le changement vaut pour {apercu.changements.map(({ agentNom }) => agentNom).join(' et ')}.
        </Alert>
      )}
      {apercu.changements.map((one) => (
        <Section title={apercu.changements.length > 1 ? `Séances de ${one.agentNom}` : 'Les séances'}>
          <Effets changement={one} />
        </Section>
      ))}
      <Form state={state} action={`/permanences/${permanence.id}/modifier`} idempotencyKey={cle}>
        <Cachees values={state.values} />
        <HiddenField name="vue" value={apercu.empreinte} />
        <FormActions>
          <SubmitButton>Confirmer le changement</SubmitButton>
          <ButtonLink href={`/permanences/${permanence.id}/modifier`} variant="tertiary">
            Revenir au formulaire
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

function compte(nombre: number, un: string, plusieurs: string): string {
  if (nombre === 0) return 'aucune';
  return nombre === 1 ? `1 ${un}` : `${nombre} ${plusieurs}`;
}

function Effets({ changement }: { readonly changement: Changement }) {
  const { suivies, rattachees, gardees, supprimees } = changement.partage;
  const ajoutees = changement.ajoutees.map(({ seance }) => seance.date);
  const rendezVous = supprimees.reduce((sum, one) => sum + one.rendezVous, 0);
  return (
    <>
      <DescriptionList
        items={[
          { term: 'Continuent', details: compte(suivies.length, 'séance', 'séances') },
          { term: 'S’ajoutent', details: dates(ajoutees) },
          { term: 'N’ont plus lieu', details: dates(supprimees.map(({ jour }) => jour)) },
        ]}
      />
      {rendezVous > 0 && (
        <Alert
          tone="warning"
          title={rendezVous === 1 ? '1 rendez-vous sera à replacer' : `${rendezVous} rendez-vous seront à replacer`}
        >
          Les personnes qui les ont pris seront prévenues, et figureront dans la liste des rendez-vous à replacer.
        </Alert>
      )}
      {rattachees.length > 0 && (
        <>
          <h3>Gardent ce qui les distingue</h3>
          <SeancesAPart caption="Séances qui gardent ce qui les distingue" seances={rattachees} />
        </>
      )}
      {gardees.length > 0 && (
        <>
          <h3>Restent telles quelles, hors du nouveau rythme</h3>
          <p>Elles ont été décidées une à une. Annulez-les une à une si elles n’ont plus de raison d’être.</p>
          <SeancesAPart caption="Séances qui restent hors du nouveau rythme" seances={gardees} />
        </>
      )}
    </>
  );
}

/** How many, and which: the first ones, the others folded. */
function dates(jours: readonly Temporal.PlainDate[]) {
  const said = compte(jours.length, 'séance', 'séances');
  if (jours.length === 0) return said;
  if (jours.length <= 4) return `${said} : ${formatDates(jours, 4)}`;
  return (
    <Disclosure
      summary={`${said}, du ${formatDate(jours[0] as Temporal.PlainDate)} au ${formatDate(jours.at(-1) as Temporal.PlainDate)}`}
    >
      <ul>
        {jours.map((jour) => (
          <li>{formatDateLongue(jour)}</li>
        ))}
      </ul>
    </Disclosure>
  );
}

const EXCEPTIONS: Readonly<Record<Exception, (seance: SeanceAModifier) => string>> = {
  jour: ({ jour }) => `déplacée au ${formatDate(jour)}`,
  horaire: ({ heureDebut, heureFin }) => formatPlage(heureDebut, heureFin),
  lieu: ({ lieuNom }) => `à ${lieuNom}`,
  agent: ({ agentNom }) => `avec ${agentNom}`,
};

function distinction(seance: SeanceAModifier): string {
  const differs = seance.exceptions.map((one) => EXCEPTIONS[one](seance));
  const state = [
    ...(seance.statut === 'annulee' ? [`annulée${seance.motif === null ? '' : ` : ${seance.motif}`}`] : []),
    ...(seance.tenue ? ['un accompagnement y est noté'] : []),
  ];
  return [...differs, ...state].join(', ');
}

function SeancesAPart(props: { readonly caption: string; readonly seances: readonly SeanceAModifier[] }) {
  return (
    <SimpleTable
      caption={props.caption}
      captionHidden
      columns={[{ label: 'Jour prévu' }, { label: 'Ce qui la distingue' }]}
      rows={props.seances.map((seance) => [formatDateLongue(seance.jourPrevu), distinction(seance)])}
    />
  );
}
