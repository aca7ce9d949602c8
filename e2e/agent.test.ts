import { describe, expect, test } from 'vitest';
import { useBrowser } from './browser.ts';
import { AccompagnementForm, nombreDeNotes, seanceAujourdhui, signInAsAgent } from './pages/accompagnement.ts';
import { Formulaire } from './pages/formulaire.ts';
import { useSite } from './site.ts';
import { Visit, WIDTHS } from './visit.ts';

const browser = useBrowser();

/** From the agenda to the accompagnement noted: open the form, tick the démarche, save. */
const USUAL_CLICKS = 3;

describe.each(WIDTHS)('à %i px', (width) => {
  const site = useSite();

  test('l’agent note un accompagnement depuis son agenda, le corrige et le supprime', async () => {
    const visit = await Visit.start(browser(), { url: site().url, name: 'agent', width });
    await signInAsAgent(visit);
    await visit.follow(visit.link('Voir la séance'), /./);
    const before = await nombreDeNotes(visit);

    await visit.goto('/agenda');
    const gestures = await visit.countGestures();
    await visit.page.reload();
    await visit.follow(visit.link('Noter un accompagnement'), 'Noter un accompagnement');
    const form = new AccompagnementForm(visit);
    await form.choisir(/^Démarches administratives/, /^Argent - Impôts/);
    await form.enregistrer();
    expect(await visit.flash()).toContain('L’accompagnement est noté.');
    expect(await nombreDeNotes(visit)).toBe(before + 1);
    console.log(
      `Cas habituel à ${width} px : ${gestures().clicks} clics et ${gestures().keys} frappes depuis l’agenda.`,
    );
    expect(gestures()).toEqual({ clicks: USUAL_CLICKS, keys: 0 });

    const last = visit.page.getByRole('listitem').filter({ hasText: 'Supprimer' }).last();
    await visit.follow(last.getByRole('link', { name: /^Modifier/ }), 'Modifier l’accompagnement');
    await form.choisir(/^Durée/, 'Une autre durée');
    await form.remplir({ 'Autre durée': '55' });
    await form.enregistrer();
    expect(await visit.page.getByRole('listitem').filter({ hasText: '55 min' }).count()).toBe(1);

    const changed = visit.page.getByRole('listitem').filter({ hasText: '55 min' });
    await visit.follow(changed.getByRole('link', { name: /^Supprimer/ }), 'Supprimer cet accompagnement ?');
    await visit.follow(visit.button('Supprimer'), /./);
    expect(await visit.flash()).toContain('L’accompagnement est supprimé.');
    expect(await nombreDeNotes(visit)).toBe(before);
    await visit.follow(visit.link(/^Voir l’historique/), 'Historique d’un accompagnement');
    await visit.end();
  });

  test('une saisie incohérente est refusée en une fois, et ce qui était choisi reste', async () => {
    const visit = await Visit.start(browser(), { url: site().url, name: 'agent-refus', width });
    await signInAsAgent(visit);
    await visit.goto(`${seanceAujourdhui()}/accompagnements/nouveau`);
    await visit.see('Noter un accompagnement');
    const form = new AccompagnementForm(visit);
    await form.choisir(/^Durée/, 'Une autre durée');
    await form.choisir(/^Résultat/, /orientée/i);
    const errors = await visit.refused(visit.button(/^Enregistrer$/), 'Noter un accompagnement');
    expect(errors).toMatch(/démarche/i);
    expect(errors).toMatch(/durée/i);
    expect(errors).toMatch(/orientée/i);
    const group = visit.page.getByRole('group', { name: /^Durée/ });
    expect(await group.getByLabel('Une autre durée').isChecked()).toBe(true);
    await visit.end();
  });

  test('une aide ponctuelle ailleurs entre dans l’agenda', async () => {
    const visit = await Visit.start(browser(), { url: site().url, name: 'agent-ponctuelle', width });
    await signInAsAgent(visit);
    await visit.follow(visit.link('Aide ponctuelle ailleurs'), 'Aide ponctuelle ailleurs');
    const form = new Formulaire(visit.page);
    await form.remplir({ 'Heure de début': '19:00', 'Heure de fin': '18:00', Endroit: 'École de Prades' });
    const errors = await visit.refused(visit.button('Enregistrer'), 'Aide ponctuelle ailleurs');
    expect(errors).toMatch(/motif/i);
    expect(await form.valeur('Endroit')).toBe('École de Prades');
    await form.remplir({ 'Heure de début': '18:00', 'Heure de fin': '19:30', Motif: 'Réunion de parents' });
    await visit.follow(visit.button('Enregistrer'), 'Mon agenda');
    expect(await visit.page.getByRole('heading', { name: 'École de Prades' }).count()).toBe(1);
    await visit.end();
  });
});
