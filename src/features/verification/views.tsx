import { formatDate, parisDate } from '../../domain/date.ts';
import type { Territoire } from '../../domain/territoire.ts';
import { SubmitButton } from '../../ui/button.tsx';
import { Alert, PageHeader, Section } from '../../ui/content.tsx';
import { TextField } from '../../ui/field.tsx';
import { ErrorSummary, FormActions } from '../../ui/form.tsx';
import type { FormState } from '../../ui/form-state.ts';
import type { Recherche } from '../conventions/pieces/rules.ts';
import type { PieceVerifiee } from '../conventions/pieces/store.ts';
import { VERDICTS, type Verdict } from '../mandats/rules.ts';

/** All that anybody is told of a mandat. */
export type MandatVerifie = { readonly verdict: Verdict; readonly scelleLe: Temporal.PlainDate };

export type Reponse = {
  readonly recherche: Recherche;
  readonly pieces: readonly PieceVerifiee[];
  readonly mandat: MandatVerifie | null;
};

export function VerifierPage(props: {
  readonly territoire: Territoire;
  readonly state: FormState;
  /** Null while nothing was asked. */
  readonly reponse: Reponse | null;
}) {
  const { territoire, state, reponse } = props;
  return (
    <>
      <PageHeader
        title="Vérifier un document"
        lead={`Pour savoir si un document vient bien du ${territoire.nomComplet}, et si c’est le dernier.`}
      />
      {reponse !== null && <ReponseSection {...reponse} />}
      <Section title={reponse === null ? 'Ce que vous avez en main' : 'Vérifier un autre document'}>
        <form class="e-form" method="get" action="/verifier" novalidate data-verifier>
          <ErrorSummary state={state} />
          <div class="ds-field e-field" data-fichier hidden>
            <label class="ds-label" for="verifier-fichier">
              Choisir le fichier
            </label>
            <div class="e-hint" id="verifier-fichier-aide">
              Le fichier ne quitte pas votre appareil : son empreinte est calculée ici, et elle seule est envoyée.
            </div>
            <input class="ds-input e-file" type="file" id="verifier-fichier" aria-describedby="verifier-fichier-aide" />
            <p role="status" data-message />
          </div>
          <TextField
            state={state}
            name="q"
            label="Code de vérification, ou empreinte SHA-256"
            hint="Convention ou mandat, le code est au pied de chaque page : 12 signes, comme 7K3M-QX2F-9TRB."
            autocomplete="off"
          />
          <FormActions>
            <SubmitButton>Vérifier</SubmitButton>
          </FormActions>
        </form>
      </Section>
      <Section title="Calculer l’empreinte soi-même">
        <p>Sans script, ou pour ne se fier qu’à soi, une commande donne l’empreinte à coller ci-dessus :</p>
        <ul>
          <li>
            Linux : <code>sha256sum document.pdf</code>
          </li>
          <li>
            macOS : <code>shasum -a 256 document.pdf</code>
          </li>
          <li>
            Windows, PowerShell : <code>Get-FileHash document.pdf</code>
          </li>
        </ul>
      </Section>
    </>
  );
}

function ReponseSection({ recherche, pieces, mandat }: Reponse) {
  const isCode = 'code' in recherche;
  const [first] = pieces;
  if (first === undefined && mandat !== null) return <MandatSection {...mandat} isCode={isCode} />;
  if (first === undefined) {
    return (
      <Section title="Réponse">
        <Alert tone="warning" title={isCode ? 'Ce code n’est pas connu ici' : 'Ce fichier n’est pas connu ici'}>
          {isCode
            ? 'Relisez-le au pied d’une page : un document qui porte un code inconnu ne vient pas d’ici.'
            : 'Un seul octet de différence suffit : un fichier réenregistré, numérisé ou imprimé à nouveau a une autre empreinte. Essayez le code imprimé au pied des pages.'}
        </Alert>
      </Section>
    );
  }
  // The same bytes may prove several things: one that counts is enough.
  const shown = pieces.find(({ retireeLe }) => retireeLe === null) ?? first;
  return (
    <Section title="Réponse">
      <Alert tone={shown.retireeLe === null && !shown.isRemplacee ? 'success' : 'warning'} title={titre(shown, isCode)}>
        <p>{etat(shown)}</p>
        {isCode && (
          <p>
            Le code dit quel document a été figé, pas que celui que vous tenez n’a pas été modifié. Pour un fichier,
            vérifiez aussi son empreinte ; un PDF signé en a une autre que le PDF figé.
          </p>
        )}
      </Alert>
    </Section>
  );
}

/** What each word means for whoever is asked to accept the mandat, without saying why. */
const SENS: Readonly<Record<Verdict, string>> = {
  valide: 'Une démarche au moins est en cours. Ce qu’il couvre se lit sur la copie que la personne a reçue.',
  retire: 'La personne l’a retiré : l’agent n’agit plus en son nom.',
  termine: 'L’agent n’agit plus au nom de la personne.',
};

function MandatSection({ verdict, scelleLe, isCode }: MandatVerifie & { readonly isCode: boolean }) {
  return (
    <Section title="Réponse">
      <Alert tone={verdict === 'valide' ? 'success' : 'warning'} title={`Mandat ${VERDICTS[verdict]}`}>
        <p>Il a été scellé le {formatDate(scelleLe)}.</p>
        <p>{SENS[verdict]}</p>
        {isCode && (
          <p>
            Le code dit qu’un mandat existe, pas que la copie que vous tenez n’a pas été modifiée. Pour un fichier,
            vérifiez aussi son empreinte.
          </p>
        )}
      </Alert>
    </Section>
  );
}

const jour = (instant: Temporal.Instant): string => formatDate(parisDate(instant));

function titre({ genre, createdAt }: PieceVerifiee, isCode: boolean): string {
  const quoi = isCode ? 'Code connu' : 'Fichier connu, à l’octet près';
  switch (genre) {
    case 'figee':
      return `${quoi} : PDF de convention figé pour signature le ${jour(createdAt)}`;
    case 'signee':
      return `${quoi} : PDF de convention signé, reçu le ${jour(createdAt)}`;
    case 'scan':
      return `${quoi} : document numérisé, joint à une convention le ${jour(createdAt)}`;
  }
}

function etat({ genre, retireeLe, isRemplacee }: PieceVerifiee): string {
  if (retireeLe !== null) return `Il a été retiré le ${jour(retireeLe)} : il ne compte plus.`;
  if (isRemplacee) {
    return genre === 'figee'
      ? 'Une version plus récente a été figée depuis : ce n’est plus celle à signer.'
      : 'Un PDF signé plus récent a été reçu depuis.';
  }
  return genre === 'scan'
    ? 'Il n’a pas été retiré.'
    : 'C’est la version en cours : aucune plus récente, et elle n’a pas été retirée.';
}
