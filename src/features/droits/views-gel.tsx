import { formatDate } from '../../domain/date.ts';
import { ButtonLink, SubmitButton } from '../../ui/button.tsx';
import { CheckboxGroup, RadioGroup, toOptions } from '../../ui/choice.tsx';
import { Alert, PageHeader, Section, StatusTag } from '../../ui/content.tsx';
import { DateField, TextArea } from '../../ui/field.tsx';
import { Form, FormActions } from '../../ui/form.tsx';
import type { FormState } from '../../ui/form-state.ts';
import type { Sursis } from '../mandats/sursis/store.ts';
import type { LigneLue } from './dossier/lecture.ts';
import type { GelPose } from './gel/store.ts';
import { CANAUX, EFFETS_GEL, geleQuelqueChose, NOMS_DROIT, peutGeler } from './rules.ts';
import type { DemandeDroit } from './store.ts';

type Props = {
  readonly demande: DemandeDroit;
  readonly gel: GelPose | undefined;
  readonly lignes: readonly LigneLue[];
  readonly sursis: readonly Sursis[];
  readonly pose: FormState;
  readonly annonce: FormState;
  readonly levee: FormState;
  readonly cle: string;
  readonly today: Temporal.PlainDate;
};

export function GelPage(props: Props) {
  const { demande, gel } = props;
  const isOver = gel !== undefined && gel.leveLe !== null;
  return (
    <>
      <PageHeader
        kicker={demande.reference}
        title="Ce qui est gelé"
        lead="Ce qui est gelé est gardé, et ne sert plus, jusqu’à ce que vous leviez le gel. La personne en est prévenue avant (RGPD, article 18.3)."
      />
      <Section title="À présent">
        <EtatDuGel {...props} />
      </Section>
      {!isOver && demande.repondueLe === null && <Poser {...props} />}
      {gel !== undefined && !isOver && <Prevenir {...props} gel={gel} />}
      {gel !== undefined && !isOver && <Lever {...props} gel={gel} />}
      <p>
        <a href={`/droits/${demande.id}`}>Revenir à la demande</a>
      </p>
    </>
  );
}

/** What is frozen, since when, and who lifts it. */
export function EtatDuGel({ gel, lignes, sursis }: Pick<Props, 'gel' | 'lignes' | 'sursis'>) {
  if (gel === undefined) {
    return (
      <Alert tone="warning" title="Rien n’est encore gelé">
        <p>La décision ne prend effet qu’une fois ce qu’elle couvre gelé.</p>
      </Alert>
    );
  }
  const { poseLe, posePar, prevenueLe, canal, leveLe } = gel;
  const gelees = lignes.filter(({ fait }) => fait === 'gelee' || fait === 'degelee');
  return (
    <>
      <p>
        {leveLe === null ? (
          <StatusTag tone="info" label="Gelé" />
        ) : (
          <StatusTag tone="neutral" label={`Levé le ${formatDate(leveLe)}`} />
        )}{' '}
        depuis le {formatDate(poseLe)}
        {posePar && `, par ${posePar}`}.
        {prevenueLe !== null &&
          ` La personne a été prévenue de la levée le ${formatDate(prevenueLe)}${canal === null ? '' : `, ${CANAUX[canal].toLowerCase()}`}.`}
        {leveLe === null && ' La personne déléguée à la protection des données, seule, le lève.'}
      </p>
      <ul>
        {gelees.map(({ nom, table, fait }) => (
          <li>
            <strong>{nom}</strong> : {fait === 'gelee' ? EFFETS_GEL[table] : 'le gel est levé.'}
          </li>
        ))}
        {sursis.map(({ code, leveAt }) => (
          <li>
            <strong>Mandat {code}</strong> :{' '}
            {leveAt === null
              ? 'en sursis ; personne ne le lit ni n’agit, aucun rappel ne part, rien n’en est détruit. La personne peut toujours le retirer.'
              : 'le sursis est levé.'}
          </li>
        ))}
        {gelees.length + sursis.length === 0 && <li>Rien, dans Escale : ce que la décision couvre n’y est pas.</li>}
      </ul>
    </>
  );
}

function Poser({ demande, lignes, pose, cle }: Props) {
  const libres = lignes.filter((ligne) => ligne.fait === null && peutGeler(ligne));
  const autres = [...new Set(lignes.filter((ligne) => !peutGeler(ligne)).map(({ nom }) => nom))];
  return (
    <Section title="Geler" id="geler">
      <Form state={pose} action={`/gels/${demande.id}`} idempotencyKey={cle}>
        {libres.length === 0 ? (
          <p>Aucune ligne retenue ne reste à geler.</p>
        ) : (
          <CheckboxGroup
            state={pose}
            name="lignes"
            label="Ce que la décision couvre"
            options={libres.map(({ id, nom, table, resume }) => ({
              value: id,
              label: `${nom} : ${EFFETS_GEL[table] ?? ''}`,
              hint: resume ?? undefined,
            }))}
            optional
          />
        )}
        {autres.length > 0 && (
          <p>
            Escale ne fait rien d’elle-même de ceci, et ne le gèle pas : {autres.join(', ')}. Dites à qui s’en sert de
            ne plus le faire.
          </p>
        )}
        {demande.droit === 'limitation' ? (
          <TextArea
            state={pose}
            name="codes"
            label="Codes des mandats à geler"
            hint="Un par ligne : 12 signes, au pied de chaque page de la copie de la personne. Le mandat est mis en sursis, et son mandataire en est averti."
            rows={3}
            optional
          />
        ) : (
          <p>S’opposer à un mandat, c’est le retirer : la personne le retire quand elle veut, sans raison à donner.</p>
        )}
        <FormActions>
          <SubmitButton>Geler</SubmitButton>
        </FormActions>
      </Form>
    </Section>
  );
}

function Prevenir({ demande, gel, annonce, cle, today }: Props & { readonly gel: GelPose }) {
  return (
    <Section title="Prévenir la personne avant de lever" id="prevenir">
      {gel.prevenueLe === null ? (
        <Form state={annonce} action={`/gels/${demande.id}/prevenir`} idempotencyKey={cle}>
          <RadioGroup
            state={annonce}
            name="canal"
            label="Comment la personne est-elle prévenue ?"
            hint={
              demande.courriel === null
                ? 'Elle n’a pas donné de courriel : dites-le-lui vous-même.'
                : 'Par courriel, Escale lui écrit aussitôt.'
            }
            options={toOptions(CANAUX)}
          />
          <DateField state={annonce} name="le" label="Le" max={today.toString()} />
          <FormActions>
            <SubmitButton variant="secondary">La personne est prévenue</SubmitButton>
          </FormActions>
        </Form>
      ) : (
        <p>C’est fait, le {formatDate(gel.prevenueLe)}.</p>
      )}
    </Section>
  );
}

function Lever({ demande, levee, cle, gel }: Props & { readonly gel: GelPose }) {
  const { article } = NOMS_DROIT[demande.droit];
  return (
    <Section title="Lever le gel" id="lever">
      {gel.prevenueLe === null && <p>Une fois la personne prévenue.</p>}
      <Form state={levee} action={`/gels/${demande.id}/lever`} idempotencyKey={cle}>
        <p>
          Ce qui est gelé pourra servir à nouveau (RGPD, article {article}) : l’équipe reverra les demandes, les mandats
          se liront, et ce qui est au bout de sa durée s’effacera. Les courriels arrêtés le restent : la personne les
          reprend d’elle-même depuis son compte.
        </p>
        <FormActions>
          <SubmitButton danger>Lever le gel</SubmitButton>
          <ButtonLink href={`/droits/${demande.id}`} variant="tertiary">
            Le garder
          </ButtonLink>
        </FormActions>
      </Form>
    </Section>
  );
}

/** On the page of a request: what it froze, or that it is still to be done. */
export function SonGel({ demande, gel, lignes, sursis }: Pick<Props, 'demande' | 'gel' | 'lignes' | 'sursis'>) {
  if (gel === undefined && !geleQuelqueChose(demande.droit, demande.decision)) return null;
  const isOver = gel !== undefined && gel.leveLe !== null;
  return (
    <Section
      title="Ce qui est gelé"
      id="gel"
      actions={
        !isOver && (
          <ButtonLink href={`/gels/${demande.id}`} variant={gel === undefined ? 'primary' : 'secondary'}>
            {gel === undefined ? 'Geler ce que la décision couvre' : 'Geler, ou lever le gel'}
          </ButtonLink>
        )
      }
    >
      <EtatDuGel gel={gel} lignes={lignes} sursis={sursis} />
    </Section>
  );
}
