import type { Child } from 'hono/jsx';
import { formatDateLongue, parisDate } from '../../../domain/date.ts';
import { ButtonLink, SubmitButton } from '../../../ui/button.tsx';
import { Alert, PageHeader, Section } from '../../../ui/content.tsx';
import { Form, FormActions } from '../../../ui/form.tsx';
import { blankForm } from '../../../ui/form-state.ts';
import type { Flux } from './store.ts';

function Bouton(props: {
  readonly action: string;
  readonly cle: string;
  readonly danger?: boolean;
  readonly annuler?: boolean;
  readonly children: Child;
}) {
  return (
    <Form state={blankForm()} action={props.action} idempotencyKey={props.cle}>
      <FormActions>
        <SubmitButton danger={props.danger}>{props.children}</SubmitButton>
        {props.annuler && <ButtonLink href="/mon-compte/calendrier">Annuler</ButtonLink>}
      </FormActions>
    </Form>
  );
}

const CONTENU = {
  echeances: {
    lead: 'Les échéances que vous voyez dans Escale, tenues à jour dans le calendrier de votre téléphone ou de votre ordinateur.',
    montre: 'Elle montre des dates et des noms de structures, jamais ceux des personnes.',
    lit: 'ces échéances',
  },
  seances: {
    lead: 'Vos permanences, tenues à jour dans le calendrier de votre téléphone ou de votre ordinateur.',
    montre: 'Elle montre où vous êtes attendu, quand, et combien de rendez-vous ; jamais le nom d’une personne.',
    lit: 'où vous serez',
  },
} as const;

export function MonCalendrierPage(props: {
  readonly flux: Flux | undefined;
  /** Address to copy, while it is shown. */
  readonly adresse: string | null;
  readonly contient: keyof typeof CONTENU;
  readonly cle: string;
}) {
  const { flux, adresse, cle } = props;
  const mots = CONTENU[props.contient];
  return (
    <>
      <PageHeader title="Mon calendrier" lead={mots.lead} />
      {flux === undefined && (
        <Section title="Aucune adresse n’est ouverte">
          <p>Escale vous donne une adresse secrète, que votre calendrier relit de lui-même. {mots.montre}</p>
          <Bouton action="/mon-compte/calendrier" cle={cle}>
            Ouvrir mon calendrier
          </Bouton>
        </Section>
      )}
      {adresse !== null && <Adresse adresse={adresse} lit={mots.lit} cle={cle} />}
      {flux !== undefined && adresse === null && (
        <Section title={`Ouvert depuis le ${formatDateLongue(parisDate(flux.createdAt))}`}>
          <p>
            Pour votre sécurité, l’adresse ne se montre qu’une fois. Vous l’avez perdue, ou quelqu’un d’autre l’a vue ?
            Remplacez-la.
          </p>
        </Section>
      )}
      {flux !== undefined && (
        <div class="e-actions">
          <ButtonLink href="/mon-compte/calendrier/remplacer">Remplacer l’adresse</ButtonLink>
          <ButtonLink href="/mon-compte/calendrier/fermer">Fermer mon calendrier</ButtonLink>
        </div>
      )}
    </>
  );
}

function Adresse({ adresse, lit, cle }: { readonly adresse: string; readonly lit: string; readonly cle: string }) {
  return (
    <Section title="Votre adresse secrète">
      <Alert tone="warning" title="Copiez-la maintenant">
        <p>Elle ne sera plus montrée. Qui la connaît lit {lit} sans se connecter : ne la donnez à personne.</p>
      </Alert>
      <p>
        <code class="e-code" id="adresse">
          {adresse}
        </code>
      </p>
      <ul>
        <li>Thunderbird : Nouvel agenda, Sur le réseau, puis collez l’adresse.</li>
        <li>Agenda de Google, sur un ordinateur : Autres agendas, À partir de l’URL.</li>
        <li>iPhone : Calendrier, Calendriers, Ajouter, Ajouter un calendrier avec abonnement.</li>
        <li>Outlook : Ajouter un calendrier, S’abonner à partir du web.</li>
      </ul>
      <Bouton action="/mon-compte/calendrier/note" cle={cle}>
        C’est copié, ne plus la montrer
      </Bouton>
    </Section>
  );
}

export function RemplacerPage({ cle }: { readonly cle: string }) {
  return (
    <>
      <PageHeader title="Remplacer l’adresse de votre calendrier ?" />
      <p>L’adresse d’aujourd’hui ne mènera plus à rien : il faudra donner la nouvelle à chacun de vos appareils.</p>
      <Bouton action="/mon-compte/calendrier" cle={cle} danger annuler>
        Remplacer l’adresse
      </Bouton>
    </>
  );
}

export function FermerPage({ cle }: { readonly cle: string }) {
  return (
    <>
      <PageHeader title="Fermer votre calendrier ?" />
      <p>Vos appareils ne recevront plus rien. Vous pourrez en ouvrir un autre, à une autre adresse.</p>
      <Bouton action="/mon-compte/calendrier/fermer" cle={cle} danger annuler>
        Fermer mon calendrier
      </Bouton>
    </>
  );
}
