import type { PageContent } from '../../../platform/http/reply.ts';
import type { SignedRq } from '../../../platform/http/route.ts';
import { SealerRefusal } from '../../../platform/seal/sealer.ts';
import { ButtonLink } from '../../../ui/button.tsx';
import { Alert, PageHeader } from '../../../ui/content.tsx';
import { PorteDesDonnees } from '../../dossiers/porte.tsx';
import { porteDuTerritoire } from '../../dossiers/store.ts';
import { LISTE } from '../chemin.ts';
import type { CreationOptions } from './signer.ts';

/** What was to be sealed, or the sentence of a certificate that seals no more: its file may change while people sign. */
export async function siScelle<T>(seal: () => Promise<T>): Promise<T | { readonly cachet: string }> {
  try {
    return await seal();
  } catch (error) {
    if (error instanceof SealerRefusal) return { cachet: error.message };
    throw error;
  }
}

/** Why nothing can be sealed in the name of this territoire now, before anybody signs; undefined when it can. */
export async function sansCachet(
  { territoire }: Pick<SignedRq, 'territoire'>,
  { sealers }: Pick<CreationOptions, 'sealers'>,
): Promise<PageContent | undefined> {
  const found = await siScelle(async () => sealers?.sealerOf(territoire));
  if (found === undefined || !('cachet' in found)) return undefined;
  return {
    title: 'Pas de signature maintenant',
    body: (
      <>
        <PageHeader title="Pas de signature maintenant" />
        <Alert tone="warning" title="Le cachet du Département ne scelle plus">
          {found.cachet}
        </Alert>
        <p>Sans lui, aucun mandat ne se signe ni ne s’enregistre. Dites-le à l’équipe technique.</p>
        <ButtonLink href={LISTE.href} variant="tertiary">
          Revenir
        </ButtonLink>
      </>
    ),
  };
}

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
