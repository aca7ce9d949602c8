import type { Child } from 'hono/jsx';
import { formatDate, parisDate } from '../../../domain/date.ts';
import { ButtonLink, PrintButton, SubmitButton } from '../../../ui/button.tsx';
import { Alert, ConfirmationPage, PageHeader, Section } from '../../../ui/content.tsx';
import { TextField } from '../../../ui/field.tsx';
import { Form, FormActions } from '../../../ui/form.tsx';
import { blankForm, type FormState } from '../../../ui/form-state.ts';
import type { Choix } from '../choix.ts';
import type { Recu } from '../fins/views-recu.tsx';
import { CeQuiReste, FaitsDuRecu } from '../fins/views-recu.tsx';
import { direDemarche, moment } from '../recit.ts';
import type { DemarcheRangee, Lisible, Mandat } from '../store.ts';
import { ChoixDemarches, Confirmation } from '../views-choix.tsx';

/** Large and plain: read alone, on a telephone, by somebody who is not at ease. */
function Grand({ children }: { readonly children?: Child }) {
  return <div class="e-grand">{children}</div>;
}

type Lien = {
  readonly mandat: Mandat;
  readonly inForce: readonly DemarcheRangee[];
  readonly lisible: Lisible;
  readonly lien: string;
  readonly choix: Choix;
  readonly cle: string;
};

export function LienPage({ mandat, inForce, lisible, lien, choix, cle }: Lien) {
  const path = `/retrait/${lien}`;
  const signed = mandat.signeAt === null ? '' : ` le ${formatDate(parisDate(mandat.signeAt))}`;
  if ('state' in choix) {
    return (
      <Grand>
        <PageHeader
          title="Retirer votre mandat"
          lead={`Vous avez signé un mandat${signed} (${mandat.endroit}) : ${mandat.agent} peut agir en votre nom.`}
        />
        <p>
          Vous pouvez tout retirer, ou seulement une partie. Vous n’avez pas à dire pourquoi. Rien n’est retiré avant la
          page suivante.
        </p>
        <ChoixDemarches
          action={path}
          demarches={inForce}
          objets={lisible.objets}
          state={choix.state}
          label="Je retire"
          suite="Retirer ce qui est coché"
          tout="Tout retirer"
        />
      </Grand>
    );
  }
  return (
    <Grand>
      <PageHeader title="Vous allez retirer" />
      <Confirmation
        action="/retrait"
        cle={cle}
        demarches={choix.demarches}
        objets={lisible.objets}
        champs={{ lien }}
        bouton="Oui, je retire"
        annuler={path}
      >
        <p>
          Dès que vous appuyez, {mandat.agent} ne peut plus agir pour cela. C’est définitif : pour confier à nouveau, il
          faudra signer un autre mandat.
        </p>
      </Confirmation>
    </Grand>
  );
}

export const TITRE_LIEN_MORT = 'Ce lien ne sert plus, ou il est mal recopié';

/** One answer for a link that was used, has expired, never was, or is not written as one. */
export function LienMortPage() {
  return (
    <Grand>
      <PageHeader
        title={TITRE_LIEN_MORT}
        lead="Un lien sert une seule fois, et pour un temps. Rien ne vient d’être retiré."
      />
      <Section title="Vous l’avez recopié à la main ?">
        <ul>
          <li>
            après <strong>/retrait/</strong>, il compte 36 signes : des chiffres, les lettres de a à f, et quatre tirets
            ;
          </li>
          <li>il n’y a jamais la lettre o, mais le chiffre zéro ; jamais la lettre l, mais le chiffre un ;</li>
          <li>sans espace, et sur une seule ligne ;</li>
          <li>ou lisez avec un téléphone le carré noir imprimé à côté : il ouvre la même page.</li>
        </ul>
      </Section>
      <Section title="Il ne marche toujours pas ?">
        <Facons />
      </Section>
    </Grand>
  );
}

function Facons() {
  return (
    <ul>
      <li>
        <a href="/retirer-un-mandat">demandez un nouveau lien</a>, avec le code du mandat ;
      </li>
      <li>demandez à l’agent nommé dans votre mandat : il le retire avec vous ;</li>
      <li>téléphonez au Département, avec les deux codes imprimés sur votre copie ;</li>
      <li>
        ou venez à <a href="/">une permanence</a>.
      </li>
    </ul>
  );
}

/** The receipt of whoever withdrew by the link; null: it is not shown any more. */
export function RecuPublicPage({ recu, cle }: { readonly recu: Recu | null; readonly cle: string }) {
  if (recu === null) {
    return (
      <Grand>
        <PageHeader title="Ce reçu ne s’affiche plus" />
        <p>
          Il s’affiche dix minutes au plus, sur l’appareil qui a servi à retirer, et plus du tout une fois fermé. Si
          vous aviez confirmé, le retrait est enregistré : demandez un reçu à l’agent nommé dans votre mandat.
        </p>
        <Facons />
      </Grand>
    );
  }
  const { finies, lisible, mandat, suite } = recu;
  const at = finies[0]?.fin.at;
  return (
    <Grand>
      <PageHeader
        title="C’est retiré"
        lead={at && `Le ${moment(at)}. Gardez ce reçu : il s’affiche dix minutes au plus.`}
        actions={
          <>
            <ButtonLink href="/retrait/recu.pdf" icon="download">
              Télécharger le reçu
            </ButtonLink>
            <PrintButton />
          </>
        }
      />
      <Alert tone="warning" title="Cet appareil sert à d’autres que vous ?">
        <p>Pendant dix minutes, qui y vient après vous peut lire ce reçu. Fermez-le dès que vous l’avez gardé.</p>
        <Form state={blankForm()} action="/retrait/recu/fermer" idempotencyKey={cle}>
          <SubmitButton variant="secondary">Fermer ce reçu</SubmitButton>
        </Form>
      </Alert>
      <Section title="Ce que personne ne fait plus en votre nom">
        <ul>
          {finies.map((demarche) => (
            <li>
              <strong>{direDemarche(demarche, lisible.objets.get(demarche.id))}</strong>
            </li>
          ))}
        </ul>
        <p>
          Nous avertissons {mandat.agent}, qui prévient ces organismes ; puis ce qui les concerne ne se lit plus ;{' '}
          {suite}.
        </p>
      </Section>
      <CeQuiReste {...recu} />
      <FaitsDuRecu mandat={mandat} lisible={lisible} />
    </Grand>
  );
}

export function DemandePage({
  state,
  cle,
  telephone,
}: {
  readonly state: FormState;
  readonly cle: string;
  readonly telephone: string | null;
}) {
  return (
    <Grand>
      <PageHeader
        title="Retirer un mandat"
        lead="Vous avez signé un mandat pour qu’un agent fasse des démarches en votre nom. Vous pouvez le retirer quand vous voulez, en tout ou en partie, sans dire pourquoi."
      />
      <Section title="Le plus simple">
        <ul>
          <li>ouvrez le lien imprimé sur votre copie, ou lisez son carré noir avec un téléphone ;</li>
          <li>
            ou téléphonez{telephone === null ? ' au Département' : ` au ${telephone}`} : donnez les deux codes imprimés
            sur votre copie ;
          </li>
          <li>
            ou venez à <a href="/">une permanence</a>.
          </li>
        </ul>
      </Section>
      <Section title="Recevoir un nouveau lien">
        <p>Si votre mandat porte votre adresse électronique, nous y envoyons un lien.</p>
        <Form state={state} action="/retirer-un-mandat" idempotencyKey={cle}>
          <TextField
            state={state}
            name="code"
            label="Code du mandat"
            hint="12 chiffres et lettres, au pied de chaque page. Par exemple : 7K3M-QX2F-9TRB."
            width={18}
            autocomplete="off"
          />
          <FormActions>
            <SubmitButton>Recevoir un lien</SubmitButton>
          </FormActions>
        </Form>
      </Section>
    </Grand>
  );
}

export function EnvoyePage() {
  return (
    <Grand>
      <ConfirmationPage
        title="C’est noté"
        next={[{ href: '/retirer-un-mandat', label: 'Les autres façons de retirer' }]}
      >
        <p>
          Si ce code est celui d’un mandat en cours, et s’il porte une adresse électronique, un lien y arrive dans
          quelques minutes. Regardez aussi dans les indésirables.
        </p>
        <Alert tone="info">
          <p>Nous ne disons pas ici si ce code existe : personne ne peut savoir ainsi qui a signé un mandat.</p>
        </Alert>
      </ConfirmationPage>
    </Grand>
  );
}
