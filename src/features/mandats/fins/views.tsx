import type { Child } from 'hono/jsx';
import type { Nomenclature } from '../../../domain/nomenclatures.ts';
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

/** A page where there is nothing to do, and why. */
function Empeche(props: {
  readonly mandat: Mandat;
  readonly title: string;
  readonly tone: 'neutral' | 'info';
  readonly pourquoi: string;
  readonly children: Child;
}) {
  return (
    <>
      <PageHeader kicker="Mandat" title={props.title} />
      <Alert tone={props.tone} title={props.pourquoi}>
        <p>{props.children}</p>
      </Alert>
      <p>
        <a href={`/mandats/${props.mandat.id}`}>Revenir au mandat</a>
      </p>
    </>
  );
}

/** Nothing is in force any more: somebody, or the clock, has ended it. */
function RienEnCours({ mandat, title }: { readonly mandat: Mandat; readonly title: string }) {
  return (
    <Empeche mandat={mandat} title={title} tone="neutral" pourquoi="Plus rien n’est en cours">
      Ce mandat est déjà fini : il n’y a rien à arrêter.
    </Empeche>
  );
}

type Choisi = Geste & { readonly choix: Choix };

/** What a page of choice, then of confirmation, says of the end that it is of. */
type FinChoisie = {
  readonly path: string;
  readonly title: string;
  /** On the page of choice. */
  readonly lead: string;
  readonly label: string;
  readonly suite: string;
  /** Names the button that takes them all; none: one by one only. */
  readonly tout?: string;
  /** On the page that confirms. */
  readonly confirmer: { readonly title: string; readonly lead: string; readonly bouton: string };
};

/** Which démarches end, then, said once more, what follows: `children`. */
function ChoisirPuisConfirmer({
  geste,
  fin,
  children,
}: {
  readonly geste: Choisi;
  readonly fin: FinChoisie;
  readonly children: Child;
}) {
  const { mandat, lisible, inForce, choix, cle } = geste;
  const path = `/mandats/${mandat.id}/${fin.path}`;
  if (inForce.length === 0) return <RienEnCours mandat={mandat} title={fin.title} />;
  if ('state' in choix) {
    return (
      <>
        <PageHeader kicker="Mandat" title={fin.title} lead={fin.lead} />
        <ChoixDemarches
          action={path}
          demarches={inForce}
          objets={lisible.objets}
          state={choix.state}
          label={fin.label}
          suite={fin.suite}
          {...(fin.tout === undefined ? {} : { tout: fin.tout })}
          annuler={`/mandats/${mandat.id}`}
        />
      </>
    );
  }
  const { title, lead, bouton } = fin.confirmer;
  return (
    <>
      <PageHeader kicker="Mandat" title={title} lead={lead} />
      <Confirmation
        action={path}
        cle={cle}
        demarches={choix.demarches}
        objets={lisible.objets}
        bouton={bouton}
        annuler={path}
      >
        <Alert tone="warning" title="Ce qui s’ensuit">
          <p>{children}</p>
        </Alert>
      </Confirmation>
    </>
  );
}

const ACHEVER: FinChoisie = {
  path: 'achever',
  title: 'Achever une démarche',
  lead: 'Une démarche qui a abouti, ou qui ne sert plus. Les autres restent en cours.',
  label: 'Démarches achevées',
  suite: 'Continuer',
  confirmer: { title: 'Achever, sans retour', lead: 'Vous allez mettre fin à :', bouton: 'Achever' },
};

export function AcheverPage(props: Choisi) {
  return (
    <ChoisirPuisConfirmer geste={props} fin={ACHEVER}>
      Aussitôt, plus personne n’agit, et ce qui était confié ne se lit plus, actes compris ; {props.suite}. Remettez
      d’abord à la personne les <a href={`/mandats/${props.mandat.id}/comptes`}>comptes du mandat</a>.
    </ChoisirPuisConfirmer>
  );
}

const RETIRER: FinChoisie = {
  path: 'retirer',
  title: 'Retirer le mandat',
  lead: 'La personne vous le demande, devant vous : elle n’a pas à dire pourquoi. Elle peut tout retirer, ou seulement une partie.',
  label: 'Ce que la personne retire',
  suite: 'Retirer ce qui est coché',
  tout: 'Tout retirer',
  confirmer: { title: 'Retirer, sans retour', lead: 'La personne retire :', bouton: 'Retirer' },
};

export function RetirerPage(props: Choisi) {
  return (
    <ChoisirPuisConfirmer geste={props} fin={RETIRER}>
      Aussitôt, plus personne n’agit pour ce qui est retiré. Vous en lisez encore le nom le temps de prévenir les
      organismes, puis cela ne se lit plus ; {props.suite}. Un reçu s’imprime pour la personne.
    </ChoisirPuisConfirmer>
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
    <Empeche mandat={mandat} title="Renoncer au mandat" tone="info" pourquoi="Seul le mandataire y renonce">
      Vous en êtes le suppléant : {mandat.agent} reste mandataire. Si vous ne pouvez plus le remplacer, dites-le-lui.
    </Empeche>
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

/** What happened to the person, on what day, and how that is known. */
function Evenement({
  state,
  date,
  preuves,
}: {
  readonly state: FormState;
  readonly date: string;
  readonly preuves: Nomenclature;
}) {
  return (
    <>
      <DateField state={state} name="survenuLe" label={date} />
      <RadioGroup state={state} name="preuve" label="Comment vous le savez" options={toOptions(preuves)} />
    </>
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
      <Evenement state={props.state} date="Date du décès" preuves={PREUVES_DECES} />
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
      <Evenement state={props.state} date="Date de la mesure" preuves={PREUVES_PROTECTION} />
    </FinDuTout>
  );
}
