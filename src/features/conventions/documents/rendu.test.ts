import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { closePdf } from '../../../platform/pdf/render.ts';
import { PROJECT_ROOT } from '../../../platform/project-root.ts';
import { avenant, jour, miseEnDemeure } from '../rules/exemples.ts';
import type { Avenant } from '../rules.ts';
import { renderActe } from './acte.ts';
import { acteAttestation } from './attestation.ts';
import { acteAvenant } from './avenant.ts';
import { acteConstat, lettreResiliation } from './constat.ts';
import type { Contexte } from './contexte.ts';
import { contexte, exemple, HOSTILE, territoire } from './exemples.ts';
import { renderLettre } from './lettre.ts';
import { lettreMiseEnDemeure } from './mise-en-demeure.ts';
import { lettreOpposition } from './opposition.ts';
import { registre, renderRegistre } from './registre.ts';

afterAll(closePdf);

const LOGO = new TextEncoder().encode(
  '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="90"><rect width="300" height="90"/></svg>',
);
const ecriture = {
  auteur: 'departement',
  date: jour('2023-01-15'),
  envoi: { mode: 'main_propre' },
  signataire: null,
  tampon: null,
} as const;
const change = avenant('2022-11-09', '2022-11-03', { demiJourneesParSemaine: 3 }) as Avenant;
const saisie = {
  miseEnDemeureId: 'm1',
  date: jour('2023-02-10'),
  resultat: 'totalement_infructueuse',
  observations: null,
  signataire: null,
} as const;

type Render = (of: { readonly contexte: Contexte; readonly hostile: boolean }) => Promise<Uint8Array>;

/** Each paper, from plain or hostile data. */
const PAPIERS: Readonly<Record<string, Render>> = {
  opposition: (of) => renderLettre(lettreOpposition(convention(of.hostile), ecriture, of.contexte)),
  'mise en demeure': ({ contexte, hostile }) => {
    const manquements = hostile ? `${HOSTILE}\n${HOSTILE}` : 'Bureau fermé';
    const lettre = { ...ecriture, envoi: { mode: 'recommandee', numero: HOSTILE.slice(0, 40) }, manquements } as const;
    return renderLettre(lettreMiseEnDemeure(convention(hostile), { ...lettre, recueLe: null }, contexte));
  },
  constat: (of) => renderActe(acteConstat(convention(of.hostile), saisie, of.contexte)),
  résiliation: (of) =>
    renderLettre(lettreResiliation(convention(of.hostile), { ...saisie, envoi: null, tampon: HOSTILE }, of.contexte)),
  avenant: (of) => renderActe(acteAvenant(convention(of.hostile), change, of.contexte)),
  attestation: (of) => renderActe(acteAttestation(convention(of.hostile), jour('2023-03-12'), of.contexte)),
  registre: (of) =>
    renderRegistre(registre([convention(of.hostile)], of.contexte.territoire, LOGO, jour('2023-03-12'))),
};

function convention(isHostile: boolean) {
  const plain = exemple('2022-10-10', [miseEnDemeure('2023-01-10'), change]);
  if (!isHostile) return plain;
  const structure = {
    ...plain.structure,
    nom: HOSTILE,
    adresse: HOSTILE,
    commune: HOSTILE,
    representantNom: HOSTILE,
    representantFonction: '',
  };
  return { ...plain, reference: HOSTILE.slice(0, 40), structure };
}

const hostileTerritoire = {
  ...territoire,
  nomComplet: HOSTILE,
  adresse: '',
  representantNom: '',
  representantFonction: HOSTILE,
  telephone: null,
  courriel: null,
  ville: null,
  tribunal: null,
};
const text = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes);
const empreinte = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('les papiers d’une convention', () => {
  it.each(Object.entries(PAPIERS))('%s : un PDF balisé, toujours le même', async (_, render) => {
    const of = { contexte: contexte({ logos: { departement: LOGO, beneficiaire: null } }), hostile: false };
    const first = await render(of);
    expect(text(first.subarray(0, 5))).toBe('%PDF-');
    expect(text(first)).toContain('/MarkInfo');
    await closePdf();
    expect(empreinte(await render(of))).toBe(empreinte(first));
  });

  it.each(Object.entries(PAPIERS))('%s : des textes hostiles et des champs vides s’impriment', async (_, render) => {
    const logos = { departement: new TextEncoder().encode('pas une image'), beneficiaire: LOGO };
    const of = { contexte: contexte({ territoire: hostileTerritoire, logos }), hostile: true };
    expect(text((await render(of)).subarray(0, 5))).toBe('%PDF-');
  });

  it('un autre processus fait les mêmes octets', async () => {
    const here = empreinte(await renderLettre(lettreOpposition(exemple('2022-10-10'), ecriture, contexte())));
    const script = `
      import { createHash } from 'node:crypto';
      const from = (file) => import(${JSON.stringify(`${PROJECT_ROOT}/src/`)} + file);
      const { contexte, exemple } = await from('features/conventions/documents/exemples.ts');
      const { lettreOpposition } = await from('features/conventions/documents/opposition.ts');
      const { renderLettre } = await from('features/conventions/documents/lettre.ts');
      const { closePdf } = await from('platform/pdf/render.ts');
      const ecriture = { auteur: 'departement', date: Temporal.PlainDate.from('2023-01-15'),
        envoi: { mode: 'main_propre' }, signataire: null, tampon: null };
      const bytes = await renderLettre(lettreOpposition(exemple('2022-10-10'), ecriture, contexte()));
      process.stdout.write(createHash('sha256').update(bytes).digest('hex'));
      await closePdf();`;
    const options = { cwd: PROJECT_ROOT, encoding: 'utf8', env: { ...process.env, TZ: 'Pacific/Auckland' } } as const;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], options);
    expect(stdout, stderr).toBe(here);
  });

  it('un registre de 500 conventions tient en quelques secondes', async () => {
    const all = Array.from({ length: 500 }, (_, rank) => ({
      ...exemple('2022-10-10'),
      reference: `CNV-2022-${String(rank + 1).padStart(3, '0')}`,
    }));
    const bytes = await renderRegistre(registre(all, territoire, LOGO, jour('2023-01-15')));
    expect(bytes.length).toBeGreaterThan(100_000);
  });
});
