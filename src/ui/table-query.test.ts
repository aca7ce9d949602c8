import { describe, expect, test } from 'vitest';
import { pageCount, tableHref, tablePage, tableQuery } from './table-query.ts';

const options = { sortable: ['nom', 'places'], defaultSort: 'nom' };
const read = (address: string) => tableQuery(new URLSearchParams(address), options);

describe('l’adresse d’un tableau', () => {
  test('sans paramètre, elle montre la première page dans l’ordre habituel', () => {
    expect(read('')).toEqual({ q: '', sort: 'nom', direction: 'asc', page: 1, perPage: 20 });
  });

  test('elle dit la recherche, le tri, le sens et la page', () => {
    expect(read('q=arg&tri=places&sens=decroissant&page=3')).toEqual({
      q: 'arg',
      sort: 'places',
      direction: 'desc',
      page: 3,
      perPage: 20,
    });
  });

  test.each(['tri=mot_de_passe', 'tri=', 'sens=travers', 'page=0', 'page=-1', 'page=1e9', 'page=NaN', 'page=1.5'])(
    'ce qui n’a pas de sens y est ignoré : %s',
    (address) => {
      expect(read(address)).toEqual(read(''));
    },
  );

  test('la recherche est bornée et sans caractère nul', () => {
    expect(read(`q=${'a'.repeat(300)}`).q).toHaveLength(100);
    expect(read('q=%20a%00b%20').q).toBe('ab');
  });

  test('le sens habituel ne vaut que pour le tri habituel', () => {
    const recent = { ...options, defaultDirection: 'desc' as const };
    expect(tableQuery(new URLSearchParams(), recent).direction).toBe('desc');
    expect(tableQuery(new URLSearchParams('tri=places'), recent).direction).toBe('asc');
  });

  test('changer de tri ramène à la première page et garde le filtre', () => {
    const query = read('q=arg&page=3');
    expect(tableHref('/ports', query, { sort: 'places' }, { nature: 'mairie', vide: '' })).toBe(
      '/ports?nature=mairie&q=arg&tri=places&sens=croissant',
    );
    expect(tableHref('/ports', query, { page: 4 })).toBe('/ports?q=arg&tri=nom&sens=croissant&page=4');
  });
});

describe('des lignes en mémoire', () => {
  const columns = [
    { key: 'nom', value: (row: { nom: string; places: number | null }) => row.nom },
    { key: 'places', value: (row: { nom: string; places: number | null }) => row.places },
  ];
  const rows = [
    { nom: 'Perpignan', places: 12 },
    { nom: 'Céret', places: null },
    { nom: 'Le Barcarès', places: 9 },
    { nom: 'Élne', places: 100 },
  ];
  const names = (address: string) => tablePage(rows, columns, read(address)).rows.map((row) => row.nom);

  test('se cherchent sans accent ni majuscule, tous les mots comptant', () => {
    expect(names('q=ceret')).toEqual(['Céret']);
    expect(names('q=BARC+le')).toEqual(['Le Barcarès']);
    expect(names('q=nulle+part')).toEqual([]);
  });

  test('se trient à la française, les nombres comme des nombres, les vides à la fin', () => {
    expect(names('')).toEqual(['Céret', 'Élne', 'Le Barcarès', 'Perpignan']);
    expect(names('tri=places')).toEqual(['Le Barcarès', 'Perpignan', 'Élne', 'Céret']);
    expect(names('tri=places&sens=decroissant')).toEqual(['Élne', 'Perpignan', 'Le Barcarès', 'Céret']);
  });

  test('une page trop loin montre la dernière', () => {
    const many = Array.from({ length: 45 }, (_, index) => ({ nom: `Port ${index + 1}`, places: index }));
    const page = tablePage(many, columns, read('page=99'));
    expect(page.query.page).toBe(3);
    expect(page.rows).toHaveLength(5);
    expect(page.total).toBe(45);
  });

  test('le nombre de pages compte une page pour une liste vide', () => {
    expect([0, 1, 20, 21].map((total) => pageCount(total, 20))).toEqual([1, 1, 1, 2]);
  });
});
