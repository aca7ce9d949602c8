import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import type { Visit } from '../visit.ts';
import { Formulaire } from './formulaire.ts';

/** A mandat from its form to its signatures, as an agent and the person do it on a tablet. */
export class MandatForm {
  readonly #visit: Visit;
  readonly #form: Formulaire;

  constructor(visit: Visit) {
    this.#visit = visit;
    this.#form = new Formulaire(visit.page);
  }

  remplir(reponses: Readonly<Record<string, string>>): Promise<void> {
    return this.#form.remplir(reponses);
  }

  choisir(legende: string | RegExp, reponse: string | RegExp): Promise<void> {
    return this.#form.choisir(legende, reponse);
  }

  /** Who, what they showed, and one démarche. */
  async personneEtDemarche(): Promise<void> {
    await this.remplir({ Prénom: 'Colette', Nom: 'Exemplaire', 'Date de naissance': '1948-04-12' });
    await this.choisir(/^Document montré/, 'Carte nationale d’identité');
    await this.remplir({
      'Ce qui est à faire, ou à demander': 'Demander l’aide au logement',
      'Thème, pour une démarche': 'Logement',
      Organisme: 'Caisse d’allocations familiales',
    });
  }

  cadre(titre: RegExp): Locator {
    return this.#visit.page.getByRole('group', { name: titre }).locator('canvas');
  }

  /** Draws with the mouse: a wave that `forme` makes different from any other. */
  async dessiner(titre: RegExp, forme: number): Promise<void> {
    const { mouse } = this.#visit.page;
    const canvas = this.cadre(titre);
    await canvas.scrollIntoViewIfNeeded();
    const box = await canvas.boundingBox();
    if (box === null) throw new Error('No frame to sign in');
    const at = (step: number): [number, number] => [
      box.x + box.width * (0.15 + step * 0.03),
      box.y + box.height * (0.5 + 0.3 * Math.sin(step * (0.5 + forme * 0.23) + forme)),
    ];
    await mouse.move(...at(0));
    await mouse.down();
    for (let step = 1; step <= 22; step += 1) await mouse.move(...at(step), { steps: 2 });
    await mouse.up();
  }

  /** Whether something is drawn in a frame: on the screen, and in what leaves. */
  async estSigne(titre: RegExp): Promise<boolean> {
    const group = this.#visit.page.getByRole('group', { name: titre });
    const sent = await group.locator('input[type=hidden]').inputValue();
    const isInked = await group.locator('canvas').evaluate((canvas) => {
      const { width, height } = canvas as HTMLCanvasElement;
      const pixels = (canvas as HTMLCanvasElement).getContext('2d')?.getImageData(0, 0, width, height).data ?? [];
      return Array.from(pixels).some((value, rank) => rank % 4 === 3 && value > 0);
    });
    expect(isInked).toBe(sent !== '');
    return isInked;
  }
}
