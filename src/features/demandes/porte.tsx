import type { Territoire } from '../../domain/territoire.ts';
import type { PageContent } from '../../platform/http/reply.ts';
import type { Rq } from '../../platform/http/route.ts';
import { MailLink, PhoneLink } from '../../ui/contact.tsx';
import { Alert, PageHeader } from '../../ui/content.tsx';
import { porteDuTerritoire } from '../dossiers/store.ts';

/**
 * Why nobody may yet leave their name in this territoire: the DPO has not signed the AIPD, or no homologation is in force. Undefined
 * once both are, and in a demo.
 */
export async function demandeFermee(
  { db, territoire, today }: Rq,
  { demo }: { readonly demo: boolean },
): Promise<PageContent | undefined> {
  const { etat } = await porteDuTerritoire(db, territoire.id, today, { demo });
  if (etat !== 'fermee') return undefined;
  return { title: 'Pas de demande en ligne pour le moment', body: <FermeePage territoire={territoire} /> };
}

function FermeePage({ territoire }: { readonly territoire: Territoire }) {
  const { nomComplet, courriel, telephone, adresse } = territoire;
  return (
    <>
      <PageHeader
        title="Pas de demande en ligne pour le moment"
        lead="Vous voulez accueillir une permanence ? Ce formulaire garderait votre nom et de quoi vous joindre : il n’est pas encore ouvert."
      />
      <Alert tone="info" title="Ce qui est attendu">
        <p>
          Avant de garder le nom de qui que ce soit, le {nomComplet} signe une analyse des risques pour les personnes,
          et homologue la sécurité du site. L’une ou l’autre manque aujourd’hui.
        </p>
      </Alert>
      <p>
        D’ici là, parlez-en au {nomComplet} :{' '}
        {courriel !== null && (
          <>
            <MailLink address={courriel} />,{' '}
          </>
        )}
        {telephone !== null && (
          <>
            <PhoneLink number={telephone} />,{' '}
          </>
        )}
        {adresse}.
      </p>
      <p>
        Vos droits sur vos données restent ouverts : <a href="/exercer-mes-droits">Exercer mes droits</a>
      </p>
    </>
  );
}
