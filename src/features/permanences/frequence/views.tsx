import { Alert } from '../../../ui/content.tsx';
import { type EcartFrequence, phraseEcart } from './rules.ts';

/** Says that what is planned is not what was signed; nothing when it is. */
export function EcartAlert({ ecart }: { readonly ecart: EcartFrequence | undefined }) {
  return ecart === undefined ? null : (
    <Alert tone="warning" title="Le nombre de demi-journées n’est pas celui de la convention">
      {phraseEcart(ecart)} Rien n’est bloqué.
    </Alert>
  );
}
