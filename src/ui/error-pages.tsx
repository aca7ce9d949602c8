import type { Child } from 'hono/jsx';

function ErrorPage(props: { readonly title: string; readonly children?: Child }) {
  return (
    <div class="e-error-page">
      <h1>{props.title}</h1>
      {props.children}
    </div>
  );
}

/** 404. Also for what exists but belongs to somebody else. */
export function NotFoundPage() {
  return (
    <ErrorPage title="Cette page n’existe pas">
      <p>L’adresse est peut-être incomplète, ou ce qu’elle montrait a été retiré.</p>
      <p>
        Vérifiez l’adresse, revenez à la <a href="/">page d’accueil</a>, ou cherchez dans le{' '}
        <a href="/plan-du-site">plan du site</a>.
      </p>
    </ErrorPage>
  );
}

/** 403: the page exists, the account may not do this. */
export function ForbiddenPage() {
  return (
    <ErrorPage title="Vous n’avez pas accès à cette page">
      <p>Votre compte ne permet pas de la voir ou de faire ce que vous demandez.</p>
      <p>
        Si vous pensez que c’est une erreur, écrivez à l’équipe qui vous a donné votre compte. Vous pouvez aussi{' '}
        <a href="/connexion">vous connecter avec un autre compte</a> ou revenir à la <a href="/">page d’accueil</a>.
      </p>
    </ErrorPage>
  );
}

/** 500: our fault. `reference` finds the failure in the journal. */
export function FailurePage({ reference }: { readonly reference?: string | undefined }) {
  return (
    <ErrorPage title="Quelque chose n’a pas fonctionné">
      <p>L’erreur vient de notre côté, et ce que vous veniez d’envoyer n’a pas été enregistré.</p>
      <p>
        Revenez à la page précédente et réessayez dans quelques minutes. Si cela recommence, signalez-le
        {reference ? (
          <>
            {' '}
            en donnant cette référence : <code>{reference}</code>.
          </>
        ) : (
          ' à l’équipe qui vous a donné votre compte.'
        )}
      </p>
    </ErrorPage>
  );
}

/** 503: the database is away, or the service is being updated. */
export function UnavailablePage() {
  return (
    <ErrorPage title="Le service est momentanément indisponible">
      <p>Il revient d’ordinaire en quelques minutes. Rien de ce qui était enregistré n’est perdu.</p>
      <p>
        Rechargez cette page un peu plus tard ; si vous remplissiez un formulaire, gardez l’onglet ouvert et
        renvoyez-le.
      </p>
    </ErrorPage>
  );
}
