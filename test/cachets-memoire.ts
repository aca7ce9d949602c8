import { createHash } from 'node:crypto';
import { sealPdf } from '../src/platform/seal/seal.ts';
import { makeSealer, readSealer, type Sealer, SealerRefusal } from '../src/platform/seal/sealer.ts';
import type { Sealers } from '../src/platform/seal/sealers.ts';

/** Sealers of tests and benches: each territoire's certificate is made once, kept in memory, vouched for by nobody. */
export function memorySealers(): Sealers {
  const made = new Map<string, Promise<Sealer>>();
  const make = async (nomComplet: string): Promise<Sealer> => {
    const now = Temporal.Now.instant();
    return readSealer(await makeSealer(nomComplet, now), 'essai.pem', now);
  };
  const sealerOf: Sealers['sealerOf'] = ({ id, nomComplet }) => {
    const sealer = made.get(id) ?? make(nomComplet);
    made.set(id, sealer);
    return sealer;
  };
  return {
    sealerOf,
    seal: async (territoire, pdf, at) => {
      const sealer = await sealerOf(territoire);
      const certificate = createHash('sha256').update(sealer.certificate.raw).digest('hex');
      return { ...(await sealPdf(pdf, sealer, { at })), selfSigned: sealer.selfSigned, certificate };
    },
  };
}

export const testSealers = memorySealers();

/** What a certificate that seals no more says. */
export const EXPIRE = 'Le cachet « essai.pem » a expiré : remplacez-le.';
const refuse = () => Promise.reject(new SealerRefusal(EXPIRE));
/** Sealers whose certificate has expired. */
export const cachetExpire: Sealers = { sealerOf: refuse, seal: refuse };
