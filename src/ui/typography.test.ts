import { describe, expect, test } from 'vitest';
import { withNoBreakSpaces, withNoBreakSpacesInText } from './typography.ts';

const shown = (html: string) => withNoBreakSpaces(html).replaceAll('\u00a0', '~');

describe('espaces insécables', () => {
  test('avant les signes doubles, dans les guillemets, après « art. » et « n° »', () => {
    expect(shown('<p>Motif : « salle » ; qui ? Non ! (art. 7.2), n° 3.</p>')).toBe(
      '<p>Motif~: «~salle~»~; qui~? Non~! (art.~7.2), n°~3.</p>',
    );
    expect(shown('<p><strong>Elle est gratuite</strong> : oui</p>')).toBe(
      '<p><strong>Elle est gratuite</strong>~: oui</p>',
    );
  });

  test('ni les attributs ni ce qui est saisi ne changent', () => {
    for (const html of [
      '<input value="Motif : « salle » ?"/>',
      '<textarea name="texte">Motif : « salle » ?</textarea>',
      '<title>Erreur : Lieu</title>',
      '<a href="/?q=a : b" title="n° 3">Voir</a>',
    ]) {
      expect(withNoBreakSpaces(html)).toBe(html);
    }
  });
});

test('un texte qui n’est pas une page a les mêmes, quels que soient ses signes', () => {
  const said = (text: string) => withNoBreakSpacesInText(text).replaceAll('\u00a0', '~');
  expect(said('Motif : « salle » ; a < b : c > d ! (art. 7.2), n° 3')).toBe(
    'Motif~: «~salle~»~; a < b~: c > d~! (art.~7.2), n°~3',
  );
  expect(said('<title>a : b</title>')).toBe('<title>a~: b</title>');
});
