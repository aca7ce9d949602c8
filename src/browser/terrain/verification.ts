import { premier, type Valeurs } from '../../domain/terrain.ts';

const LONGEST_MINUTES = 1439;

/** Whether it is wrong, the field to take again, and the name of the sentence that says why, where the field has two. */
type Controles = readonly (readonly [boolean, string, string?])[];
type Dit = (name: string) => string;

/**
 * What the server would refuse for sure, told while its person is still there: where it was, out of any séance, and individual help.
 * A comfort: the server checks all, and in its own way. Anything else it alone knows. `phrase`: names a sentence of the page.
 */
export function verifier(valeurs: Valeurs): readonly { readonly field: string; readonly phrase: string }[] {
  const of: Dit = (name) => premier(valeurs, name).trim();
  const isIndividual = (of('typeActivite') || 'Individuel') === 'Individuel';
  const checks = [...(isIndividual ? aide(valeurs, of) : []), ...(of('seance') === '' ? endroit(of) : [])];
  return checks.flatMap(([failed, field, phrase = field]) => (failed ? [{ field, phrase }] : []));
}

function endroit(of: Dit): Controles {
  const asksCommune = ['Domicile', 'Autre'].includes(of('typeLieu'));
  return [
    [of('typeLieu') === 'LieuActivite' && of('lieu') === '', 'lieu'],
    [asksCommune && of('commune') === '', 'commune'],
  ];
}

function aide(valeurs: Valeurs, of: Dit): Controles {
  const themes = valeurs['thematiques'] ?? [];
  const demarches = valeurs['demarches'] ?? [];
  const asksDemarche = themes.includes('AideAuxDemarchesAdministratives');
  const autre = Number(of('dureeAutre'));
  const isPossible = Number.isInteger(autre) && autre >= 1 && autre <= LONGEST_MINUTES;
  return [
    [themes.length === 0, 'thematiques'],
    [asksDemarche && demarches.length === 0, 'demarches'],
    [!asksDemarche && themes.length > 0 && demarches.length > 0, 'demarches', 'demarchesEnTrop'],
    [of('duree') === '', 'duree'],
    [of('duree') === 'personnaliser' && !isPossible, 'dureeAutre'],
    [of('issue') === 'impossible' && of('issuePrecision') === '', 'issuePrecision'],
    [of('issue') === 'orientee' && of('orientation') === '', 'orientation'],
  ];
}
