import { afterAll, describe, expect, test } from 'vitest';
import { cles, DEMARCHES, type Demarche, THEMATIQUES, type Thematique } from '../../../domain/nomenclatures.ts';
import { closePdf } from '../../../platform/pdf/render.ts';
import { type ActeLu, contenuReleve, montrer, PART_VIDE } from '../rules.ts';
import { type DonneesDocument, releveDocument, renderReleve } from './releve.ts';

const jour = (text: string) => Temporal.PlainDate.from(text);
const octobre = { debut: jour('2026-10-01'), fin: jour('2026-10-31') };

const aide = (thematiques: readonly Thematique[], demarches: readonly Demarche[]): ActeLu => ({
  ...{ type: 'Individuel', minutes: 30, thematiques, demarches, objectif: 'accueil', issue: 'faite' },
  ...{ genre: 'Feminin', trancheAge: 'SoixanteDixPlus', statutSocial: 'Retraite' },
});
const atelier: ActeLu = {
  ...{ type: 'Collectif', minutes: 90, thematiques: cles(THEMATIQUES), demarches: cles(DEMARCHES) },
  ...{ materiels: ['Ordinateur', 'Tablette'], objectif: 'accueil', axe: 'axe3', participants: 12, dejaAides: 6 },
  ...{ genres: { Feminin: 12 }, tranchesAge: { SoixanteDixPlus: 12 }, statutsSociaux: { Retraite: 12 } },
};

/** A month in which everything was done once at least, read by the team, or by the référent after a correction. */
function donnees(isPublic: boolean): DonneesDocument {
  const actes = [
    ...cles(THEMATIQUES).flatMap((theme, rang) =>
      Array.from({ length: rang + 1 }, () => aide([theme], cles(DEMARCHES))),
    ),
    atelier,
  ];
  const mois = (all: readonly ActeLu[]) => contenuReleve(octobre, { seances: [], actes: all, servicesBloques: 7 });
  const avant = isPublic ? [mois(actes)] : [];
  const contenu = mois([...actes, aide(['Email'], [])]);
  return {
    releve: {
      ...{ id: 'r', conventionId: 'c', mois: octobre.debut, numero: avant.length + 1, etat: 'envoye' },
      ...{
        envoyeAt: null,
        retourneAt: null,
        certifieAt: null,
        createdAt: Temporal.Instant.from('2026-11-01T08:00:00Z'),
      },
      ...{ correctionMotif: 'Une aide oubliée', part: PART_VIDE, envoyePar: null, certifieNom: null },
      ...{ contenu: null, empreinte: null, sel: null },
    },
    convention: { reference: 'C-1', structure: { nom: 'Mairie de Céret' } } as DonneesDocument['convention'],
    montre: montrer(contenu, { isPublic, avant }),
    empreinte: '3f2a 91bc 0d47 e8a1',
    ecarts: isPublic ? ['Personnes aidées : 153 → 154'] : null,
    territoire: { nomComplet: 'Département d’essai', couleur: '#7a1f2b', mention: 'Avec le soutien du Département' },
    ...{ logo: null, logoStructure: null, today: jour('2026-11-03') },
  };
}

afterAll(closePdf);

describe('le relevé imprimé', () => {
  test('dit toutes les lignes d’un long tableau, sur plusieurs pages', async () => {
    const { data } = releveDocument(donnees(false));
    const { gauche } = data as { gauche: readonly { titre: string; lignes: readonly unknown[] }[] };
    expect(gauche.find(({ titre }) => titre === 'Thèmes')?.lignes).toHaveLength(cles(THEMATIQUES).length);
    const bytes = await renderReleve(donnees(false));
    expect(new TextDecoder('latin1').decode(bytes).match(/\/Type\s*\/Page\b/g)?.length).toBeGreaterThan(1);
  });

  test('dit de quelle version sont les tableaux, et pourquoi', async () => {
    const { data } = releveDocument(donnees(true));
    const { gauche, gardes } = data as { gauche: readonly { titre: string }[]; gardes: readonly string[] };
    expect(gauche[0]?.titre).toBe('Thèmes (version 1)');
    expect(gardes[0]).toContain('Ces tableaux restent ceux de la version 1');
    const bytes = await renderReleve(donnees(true));
    expect(bytes.length).toBeGreaterThan(1000);
  });
});
