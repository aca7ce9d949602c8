import { describe, expect, test } from 'vitest';
import { themeColour } from '../platform/assets.ts';
import { Gallery } from './gallery.tsx';
import { Layout, type Site } from './layout.tsx';
import { shownPages } from './pagination.tsx';

const site: Site = {
  territoireNom: 'Département d’Essai',
  nomCourt: 'Essai',
  demo: false,
  navigation: [{ href: '/ports', label: 'Ports', current: true }],
  nonce: 'abc123',
  path: '/ports',
};

describe('la mise en page', () => {
  const html = String(<Layout site={site} title="Ports" body={<h1>Ports</h1>} />);

  test('est un document français, titré, avec ses liens d’évitement et son contenu', () => {
    expect(html).toMatch(/^<!doctype html><html lang="fr">/);
    expect(html).toContain('<title>Ports — Escale</title>');
    expect(html).toMatch(/<body><a class="e-skip" href="#contenu">/);
    expect(html).toContain('<main id="contenu"');
    expect(html).toContain('aria-current="page"');
  });

  test('charge une feuille de style, une icône et un script portant le jeton de la page', () => {
    expect(html.match(/rel="stylesheet"/g)).toHaveLength(1);
    expect(html).toMatch(/<script src="\/assets\/escale\.[0-9a-f]{10}\.js" nonce="abc123" defer=""><\/script>/);
    expect(html.match(/<script/g)).toHaveLength(1);
  });

  test('donne au navigateur la couleur de son thème', () => {
    expect(html).toContain('<meta name="theme-color" content="#0b5468"/>');
    const grenat = String(<Layout site={{ ...site, theme: 'grenat' }} title="Ports" body="" />);
    expect(grenat).toMatch(/<meta name="theme-color" content="#(?!0b5468)[0-9a-f]{6}"\/>/);
    expect(grenat).toContain(themeColour('grenat'));
  });

  test('annonce dans son titre un formulaire refusé', () => {
    expect(String(<Layout site={site} title="Ports" hasErrors body="" />)).toContain(
      '<title>Erreur : Ports — Escale</title>',
    );
  });

  test('dit d’une instance de démonstration qu’elle en est une', () => {
    expect(html).not.toContain('Instance de démonstration');
    expect(String(<Layout site={{ ...site, demo: true }} title="Ports" body="" />)).toContain(
      'Instance de démonstration',
    );
  });

  test('dit une fois ce qui vient d’être fait, et qui est connecté', () => {
    const signed = { ...site, compte: { nom: 'Camille Essai', roleLibelle: 'Agent' } };
    const page = String(<Layout site={signed} title="Ports" flash="C’est enregistré." body="" />);
    expect(page).toMatch(/role="status".*C’est enregistré\./);
    expect(page).toContain('Camille Essai');
    expect(page).not.toContain('Se connecter');
    expect(html).toContain('Se connecter');
  });
});

test('qui travaille sans réseau a sur sa page de quoi l’installer, et l’adresse de ce qui la garde', () => {
  const terrain = { compte: '0199-essai', travailleur: '/sw.js' };
  const page = String(<Layout site={{ ...site, terrain }} title="Ports" body="" />);
  expect(page).toContain('<body data-terrain="/sw.js" data-compte="0199-essai">');
  expect(page).toMatch(/rel="manifest" href="\/manifest\.webmanifest"/);
  expect(page).toMatch(/rel="apple-touch-icon" href="\/icone-apple-180\.png"/);
  expect(String(<Layout site={site} title="Ports" body="" />)).not.toContain('manifest');
});

describe('les composants de la galerie', () => {
  const html = String(<Layout site={site} title="Composants" body={<Gallery />} />);

  test('n’écrivent ni style ni script dans la page', () => {
    expect(html).not.toMatch(/\sstyle=/);
    expect(html).not.toMatch(/<style|\son[a-z]+=/);
  });

  test('ne répètent aucun identifiant', () => {
    const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });
});

test('les pages voisines, la première et la dernière sont montrées', () => {
  expect(shownPages(1, 3)).toEqual([1, 2, 3]);
  expect(shownPages(6, 12)).toEqual([1, 'gap', 5, 6, 7, 'gap', 12]);
  expect(shownPages(4, 5)).toEqual([1, 2, 3, 4, 5]);
});
