import type { Child } from 'hono/jsx';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { RadioGroup, toOptions } from '../../../ui/choice.tsx';
import { Alert, PageHeader } from '../../../ui/content.tsx';
import { DateField } from '../../../ui/field.tsx';
import { Form, FormActions } from '../../../ui/form.tsx';
import type { FormState } from '../../../ui/form-state.ts';
import type { Choix } from '../choix.ts';
import { direDemarche } from '../recit.ts';
import { ANNONCES, PREUVES_DECES, PREUVES_PROTECTION } from '../rules.ts';
import type { DemarcheRangee, Lisible, Mandat } from '../store.ts';
import { ChoixDemarches, Confirmation } from '../views-choix.tsx';

/** What an agent may end, and what they must know before they do. */
type Geste = {
  readonly mandat: Mandat;
  readonly lisible: Lisible;
  readonly inForce: readonly DemarcheRangee[];
  /** What becomes of what is not read any more: see `direSuite`. */
  readonly suite: string;
  readonly cle: string;
};

/** Nothing is in force any more: somebody, or the clock, has ended it. */
function RienEnCours({ mandat, title }: { readonly mandat: Mandat; readonly title: string }) {
  return (
    <>
      <PageHeader kicker="Mandat" title={title} />
      <Alert tone="neutral" title="Plus rien n’est en cours">
        <p>Ce mandat est déjà fini : il n’y a rien à arrêter.</p>
      </Alert>
      <p>
        <a href={`/mandats/${mandat.id}`}>Revenir au mandat</a>
      </p>
    </>
  );
}

export function AcheverPage(props: Geste & { readonly choix: Choix }) {
  const { mandat, lisible, inForce, suite, choix, cle } = props;
  if (inForce.length === 0) return <RienEnCours mandat={mandat} title="Achever une démarche" />;
  const path = `/mandats/${mandat.id}/achever`;
  if ('state' in choix) {
    return (
      <>
        <PageHeader
          kicker="Mandat"
          title="Achever une démarche"
          lead="Une démarche qui a abouti, ou qui ne sert plus. Les autres restent en cours."
        />
        <ChoixDemarches
          action={path}
          demarches={inForce}
          objets={lisible.objets}
          state={choix.state}
          label="Démarches achevées"
          suite="Continuer"
          annuler={`/mandats/${mandat.id}`}
        />
      </>
    );
  }
  return (
    <>
      <PageHeader kicker="Mandat" title="Achever, sans retour" lead="Vous allez mettre fin à :" />
      <Confirmation
        action={path}
        cle={cle}
        demarches={choix.demarches}
        objets={lisible.objets}
        bouton="Achever"
        annuler={path}
      >
        <Alert tone="warning" title="Ce qui s’ensuit">
          <p>
            Aussitôt, plus personne n’agit, et ce qui était confié ne se lit plus, actes compris ; {suite}. Remettez
            d’abord à la personne les <a href={`/mandats/${mandat.id}/comptes`}>comptes du mandat</a>.
          </p>
        </Alert>
      </Confirmation>
    </>
  );
}

export function RetirerPage(props: Geste & { readonly choix: Choix }) {
  const { mandat, lisible, inForce, suite, choix, cle } = props;
  if (inForce.length === 0) return <RienEnCours mandat={mandat} title="Retirer le mandat" />;
  const path = `/mandats/${mandat.id}/retirer`;
  if ('state' in choix) {
    return (
      <>
        <PageHeader
          kicker="Mandat"
          title="Retirer le mandat"
          lead="La personne vous le demande, devant vous : elle n’a pas à dire pourquoi. Elle peut tout retirer, ou seulement une partie."
        />
        <ChoixDemarches
          action={path}
          demarches={inForce}
          objets={lisible.objets}
          state={choix.state}
          label="Ce que la personne retire"
          suite="Retirer ce qui est coché"
          tout="Tout retirer"
          annuler={`/mandats/${mandat.id}`}
        />
      </>
    );
  }
  return (
    <>
      <PageHeader kicker="Mandat" title="Retirer, sans retour" lead="La personne retire :" />
      <Confirmation
        action={path}
        cle={cle}
        demarches={choix.demarches}
        objets={lisible.objets}
        bouton="Retirer"
        annuler={path}
      >
        <Alert tone="warning" title="Ce qui s’ensuit">
          <p>
            Aussitôt, plus personne n’agit pour ce qui est retiré. Vous en lisez encore le nom le temps de prévenir les
            organismes, puis cela ne se lit plus ; {suite}. Un reçu s’imprime pour la personne.
          </p>
        </Alert>
      </Confirmation>
    </>
  );
}

type Tout = Geste & { readonly state: FormState; readonly isMandataire: boolean };

/** A form that ends all that is in force, told with what ends. */
function FinDuTout(
  props: Tout & {
    readonly title: string;
    readonly lead: string;
    readonly path: string;
    readonly bouton: string;
    readonly children?: Child;
  },
) {
  const { mandat, lisible, inForce } = props;
  if (inForce.length === 0) return <RienEnCours mandat={mandat} title={props.title} />;
  return (
    <>
      <PageHeader kicker="Mandat" title={props.title} lead={props.lead} />
      <p>Prend fin, sans retour :</p>
      <ul>
        {inForce.map((demarche) => (
          <li>
            <strong>{direDemarche(demarche, lisible.objets.get(demarche.id))}</strong>
          </li>
        ))}
      </ul>
      <Form state={props.state} action={`/mandats/${mandat.id}/${props.path}`} idempotencyKey={props.cle}>
        {props.children}
        <FormActions>
          <SubmitButton danger>{props.bouton}</SubmitButton>
          <ButtonLink href={`/mandats/${mandat.id}`} variant="tertiary">
            Annuler
          </ButtonLink>
        </FormActions>
      </Form>
    </>
  );
}

/** The substitute acts in the place of the mandataire, and does not end what was entrusted to them. Source: Code civil, 2007. */
function RenoncerSuppleant({ mandat }: Pick<Tout, 'mandat'>) {
  return (
    <>
      <PageHeader kicker="Mandat" title="Renoncer au mandat" />
      <Alert tone="info" title="Seul le mandataire y renonce">
        <p>
          Vous en êtes le suppléant : {mandat.agent} reste mandataire. Si vous ne pouvez plus le remplacer,
          dites-le-lui.
        </p>
      </Alert>
      <p>
        <a href={`/mandats/${mandat.id}`}>Revenir au mandat</a>
      </p>
    </>
  );
}

export function RenoncerPage(props: Tout) {
  if (!props.isMandataire) return <RenoncerSuppleant mandat={props.mandat} />;
  return (
    <FinDuTout
      {...props}
      title="Renoncer au mandat"
      lead="Vous ne pouvez plus agir pour la personne. Dites-le-lui d’abord, et orientez-la vers un autre agent : il lui faudra un nouveau mandat."
      path="renoncer"
      bouton="Renoncer"
    >
      <RadioGroup
        state={props.state}
        name="annonce"
        label="Comment la personne en est informée"
        options={toOptions(ANNONCES)}
      />
    </FinDuTout>
  );
}

export function DecesPage(props: Tout) {
  return (
    <FinDuTout
      {...props}
      title="La personne est décédée"
      lead="Le mandat prend fin avec elle. Ne gardez aucune copie : seuls la date et la façon dont vous le savez sont notées."
      path="deces"
      bouton="Noter le décès"
    >
      <DateField state={props.state} name="survenuLe" label="Date du décès" />
      <RadioGroup state={props.state} name="preuve" label="Comment vous le savez" options={toOptions(PREUVES_DECES)} />
    </FinDuTout>
  );
}

export function ProtectionPage(props: Tout) {
  return (
    <FinDuTout
      {...props}
      title="Une mesure de protection est ouverte"
      lead="Le mandat prend fin. La personne chargée de la mesure peut en signer un nouveau, sur place. Ne gardez aucune copie."
      path="protection"
      bouton="Noter la mesure"
    >
      <DateField state={props.state} name="survenuLe" label="Date de la mesure" />
      <RadioGroup
        state={props.state}
        name="preuve"
        label="Comment vous le savez"
        options={toOptions(PREUVES_PROTECTION)}
      />
    </FinDuTout>
  );
}
