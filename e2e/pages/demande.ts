import type { Visit } from '../visit.ts';
import { Formulaire } from './formulaire.ts';
import { plain } from './texte.ts';

/** Asks for a permanence by the public form, field by field, in the name of a commune. */
export async function demanderUnePermanence(visit: Visit, reponses: Readonly<Record<string, string>>): Promise<void> {
  const form = new Formulaire(visit.page);
  await visit.goto('/accueillir-une-permanence');
  await visit.see('Accueillir une permanence');
  await form.remplir({ Nature: 'Commune', ...reponses });
  await form.choisir(/^Ce qu’on y trouve/, 'Un accès à Internet');
  await visit.follow(visit.button('Envoyer la demande'), 'Votre demande est envoyée');
}

/** What a demande still lacks, as its page lists it, without the link that deals with each. */
export async function piecesQuiManquent(visit: Visit): Promise<string[]> {
  const pieces = await visit.page.locator('#pieces ol > li').allInnerTexts();
  return pieces.map((piece) => plain(piece).replace(/\. .*$/, ''));
}
