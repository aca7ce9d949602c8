import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { isoBase64URL } from '@simplewebauthn/server/helpers';
import type { Cle } from './store.ts';

/** The site as a browser names it: a key is bound to its host, and signs its exact origin. */
export type Site = { readonly origin: string; readonly hote: string; readonly nom: string };

const MAX_ANSWER = 20_000;

/**
 * What a browser needs to make a key. Presence is enough: the mailbox is the first factor, the key only has to be there;
 * a device that can ask for a finger or a PIN is still asked to (`preferred`). No attestation: we need not know the maker.
 */
export async function optionsCreation(
  site: Site,
  courriel: string,
  defi: Uint8Array,
  cles: readonly Cle[],
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  return generateRegistrationOptions({
    rpName: site.nom,
    rpID: site.hote,
    userName: courriel,
    userDisplayName: courriel,
    challenge: new Uint8Array(defi),
    attestationType: 'none',
    excludeCredentials: cles.map(identifiee),
    authenticatorSelection: { residentKey: 'discouraged', userVerification: 'preferred' },
  });
}

/** What a browser needs to make a known key sign. */
export async function optionsUsage(
  site: Site,
  defi: Uint8Array,
  cles: readonly Cle[],
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  return generateAuthenticationOptions({
    rpID: site.hote,
    challenge: new Uint8Array(defi),
    allowCredentials: cles.map(identifiee),
    userVerification: 'preferred',
  });
}

function identifiee(cle: Cle) {
  return { id: isoBase64URL.fromBuffer(new Uint8Array(cle.cleId)) };
}

/** The answer of a browser, as sent in a field; undefined when it is no JSON object. */
function readAnswer<T>(text: string): T | undefined {
  if (text.length > MAX_ANSWER) return undefined;
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === 'object' && answer !== null ? (answer as T) : undefined;
  } catch {
    return undefined;
  }
}

const expected = (site: Site, defi: Uint8Array) => ({
  expectedChallenge: isoBase64URL.fromBuffer(new Uint8Array(defi)),
  expectedOrigin: site.origin,
  expectedRPID: site.hote,
  requireUserVerification: false,
});

/** The key that a browser made; null when the answer is not that of this challenge, on this site. */
export async function verifierCreation(site: Site, defi: Uint8Array, sent: string): Promise<Omit<Cle, 'id'> | null> {
  const response = readAnswer<RegistrationResponseJSON>(sent);
  if (response === undefined) return null;
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({ response, ...expected(site, defi) });
    if (!verified || registrationInfo === undefined) return null;
    const { id, publicKey, counter } = registrationInfo.credential;
    return {
      cleId: isoBase64URL.toBuffer(id),
      clePublique: publicKey,
      compteur: counter,
      transports: [],
    };
  } catch {
    // The library throws what it refuses, each time for a reason that only an attacker or a broken browser would read.
    return null;
  }
}

/**
 * Which of `cles` signed, and its new counter; null when none did. A counter that goes back tells of a copied key: refused
 * (keys that count nothing stay at 0).
 */
export async function verifierUsage(
  site: Site,
  defi: Uint8Array,
  sent: string,
  cles: readonly Cle[],
): Promise<{ readonly id: string; readonly compteur: number } | null> {
  const response = readAnswer<AuthenticationResponseJSON>(sent);
  const cle = cles.find((one) => identifiee(one).id === response?.id);
  if (response === undefined || cle === undefined) return null;
  const credential = {
    id: identifiee(cle).id,
    publicKey: new Uint8Array(cle.clePublique),
    counter: cle.compteur,
  };
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      credential,
      ...expected(site, defi),
    });
    return verified ? { id: cle.id, compteur: authenticationInfo.newCounter } : null;
  } catch {
    return null;
  }
}
