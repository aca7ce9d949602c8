import type { Territoire } from '../../domain/territoire.ts';
import { cleanLine } from '../../domain/texte.ts';
import type { TypeSaisi } from './evenement-form.ts';
import { representantDe } from './representant.ts';
import { chartesEnAttente } from './rules.ts';
import type { ConventionComplete } from './store.ts';

/** What the address may fill in of a form: codes and identifiers, nothing that a person writes. */
const DEMANDES = [
  'partie',
  'deliberationId',
  'miseEnDemeureId',
  'oppositionId',
  'avenantId',
  'exemplaire',
  'lieuId',
  'date',
] as const;

/**
 * What a form shows before anything is typed: what the address asks for; for a signature, whom the certificate of a signed
 * PDF names, else the representative of the day;
 * for a charter, the one that the other party has already agreed to, else the mention of the territoire.
 */
export function saisieProposee(
  rq: { readonly query: URLSearchParams; readonly territoire: Territoire; readonly today: Temporal.PlainDate },
  convention: ConventionComplete,
  type: TypeSaisi,
): Record<string, string> {
  const asked: Record<string, string> = {};
  for (const name of DEMANDES) {
    const value = rq.query.get(name);
    if (value !== null && /^[a-z0-9-]{1,40}$/.test(value)) asked[name] = value;
  }
  const { partie } = asked;
  const isParty = partie === 'departement' || partie === 'beneficiaire';
  if ((type === 'signature' || type === 'signature_avenant') && isParty) {
    const { nom, qualite } = representantDe(convention, rq.territoire, partie, rq.today);
    const read = cleanLine(rq.query.get('signataire') ?? '', 120);
    return { ...asked, signataire: typeof read === 'string' && read !== '' ? read : nom, qualite };
  }
  if (type === 'charte') {
    const [waiting] = chartesEnAttente(convention, rq.today);
    const { nom = '', mention = rq.territoire.mention, logos = '', taillePourcent = 100 } = waiting?.contenu ?? {};
    return { ...asked, nom, mention, logos, taillePourcent: String(taillePourcent) };
  }
  return asked;
}
