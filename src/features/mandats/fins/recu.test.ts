import { renderSVG } from 'uqr';
import { afterAll, describe, expect, test } from 'vitest';
import { closePdf } from '../../../platform/pdf/render.ts';
import { acteDocument, renderActe } from '../../conventions/documents/acte.ts';
import type { Fin } from '../rules.ts';
import type { DemarcheRangee, Lisible, Mandat } from '../store.ts';
import { papierDuRecu } from './recu.ts';

afterAll(closePdf);

const now = Temporal.Instant.from('2026-11-26T09:00:00Z');
const lien = 'https://escale.exemple.fr/retrait/0193a7b2-4c1d-7e00-8f00-123456789abc';
const fin: Fin = { at: now, cause: 'retrait', canal: 'lien' };
const demarche = (rang: number): DemarcheRangee => ({
  id: `d${rang}`,
  mandatId: 'm',
  rang,
  nature: 'demarche',
  fin: null,
  moyen: null,
  evenementLe: null,
  destructibleAt: null,
  tiersPrevenusAt: null,
  detruiteAt: null,
});
const mandat: Mandat = {
  id: 'm',
  etat: 'signe',
  forme: 'tablette',
  agentId: 'a',
  agent: 'Agent Fictif',
  suppleantId: null,
  suppleant: null,
  seanceId: 's',
  endroit: 'Mairie d’essai',
  conventionId: null,
  code: '7K3M-QX2F-9TRB',
  noticeVersion: 1,
  delaiTiersHeures: 72,
  signeAt: now,
  finPrevueAt: now.add({ hours: 2_000 }),
  horodateAt: null,
  remplaceId: null,
  detruitAt: null,
  createdAt: now,
  isRetenu: false,
  demarches: [{ ...demarche(1), fin }, demarche(2)],
};
const lisible: Lisible = {
  identite: null,
  objets: new Map([
    ['d1', { nature: 'demarche', theme: 'Logement', objet: 'Première', operateur: 'Caisse d’essai' }],
    ['d2', { nature: 'demarche', theme: 'Logement', objet: 'Seconde', operateur: 'Agence d’essai' }],
  ]),
};
const source = {
  territoire: { nomComplet: 'Département d’essai', couleur: '#0b5468' },
  logo: null,
  mandat,
  lisible,
  now,
};
const papier = (restantes: readonly DemarcheRangee[], vers: string | null) => ({
  ...papierDuRecu(source, { lisible, finies: [{ ...demarche(1), fin }], restantes, lien: vers }),
  reference: 'Mandat 7K3M-QX2F-9TRB',
  emetteurs: [{ partie: 'departement' as const, nom: 'Département d’essai', logo: null }],
  tampon: null,
  etablie: Temporal.PlainDate.from('2026-11-26'),
  couleur: '#0b5468',
});

describe('le reçu en PDF', () => {
  test('quand d’autres démarches restent, porte le lien qui les retire, écrit et en code QR', async () => {
    const document = acteDocument(papier([demarche(2)], lien));
    expect(document.data).toMatchObject({
      aOuvrir: { adresse: lien, phrase: expect.stringContaining('sert une fois') },
    });
    const qr = Buffer.from(document.images?.['qr'] ?? '').toString();
    expect(qr).toBe(renderSVG(lien, { ecc: 'M', border: 0, boostEcc: false }));
    expect(JSON.stringify(document.data)).toContain('Seconde');
    // Typst refuses a picture that it lacks.
    expect(Buffer.from((await renderActe(papier([demarche(2)], lien))).subarray(0, 5)).toString()).toBe('%PDF-');
  });

  test('quand rien ne reste, ou que le lien ne sert plus, n’en porte aucun', async () => {
    for (const [restantes, dit] of [
      [[], 'plus personne n’agit en votre nom'],
      [[demarche(2)], 'Seconde'],
    ] as const) {
      const document = acteDocument(papier(restantes, null));
      expect(document.data).toMatchObject({ aOuvrir: null });
      expect(document.images?.['qr']).toBeNull();
      expect(JSON.stringify(document.data)).toContain(dit);
    }
    expect(Buffer.from((await renderActe(papier([], null))).subarray(0, 5)).toString()).toBe('%PDF-');
  });
});
