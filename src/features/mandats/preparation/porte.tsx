import type { PageContent } from '../../../platform/http/reply.ts';
import type { SignedRq } from '../../../platform/http/route.ts';
import { ButtonLink } from '../../../ui/button.tsx';
import { PageHeader } from '../../../ui/content.tsx';
import { PorteDesDonnees } from '../../dossiers/porte.tsx';
import { porteDuTerritoire } from '../../dossiers/store.ts';
import { LISTE } from '../chemin.ts';

/**
 * Why no identity of a usager may be written in this territoire yet: the DPO has not signed the AIPD, or no homologation is in
 * force. Undefined once both are, and in a demo.
 */
export async function porteFermee(
  { db, territoire, today }: SignedRq,
  { demo }: { readonly demo: boolean },
): Promise<PageContent | undefined> {
  const porte = await porteDuTerritoire(db, territoire.id, today, { demo });
  if (porte.etat !== 'fermee') return undefined;
  return {
    title: 'Pas de mandat pour le moment',
    body: (
      <>
        <PageHeader title="Pas de mandat pour le moment" />
        <PorteDesDonnees porte={porte} lien={false} />
        <p>Voyez avec la personne déléguée à la protection des données de votre Département.</p>
        <ButtonLink href={LISTE.href} variant="tertiary">
          Revenir
        </ButtonLink>
      </>
    ),
  };
}
