import { expect } from 'vitest';
import type { Visit } from '../visit.ts';
import { Formulaire } from './formulaire.ts';
import { plain } from './texte.ts';

type Partie = 'departement' | 'beneficiaire';
export type Jours = Readonly<Record<Partie, Temporal.PlainDate>>;

const QUI: Readonly<Record<Partie, RegExp>> = { departement: /^Le Département/, beneficiaire: /^Le Bénéficiaire/ };
const PARTIES: readonly Partie[] = ['departement', 'beneficiaire'];

function accuse(numero: string, le: Temporal.PlainDate): Record<string, string> {
  return {
    'Numéro de l’accusé de réception en préfecture': numero,
    'Date de télétransmission': le.toString(),
    'Date de réception en préfecture': le.toString(),
  };
}

/** The page of a convention, from its preparation to its last signature. */
export class ConventionPage {
  readonly #visit: Visit;
  readonly #structure: string;
  readonly #form: Formulaire;

  constructor(visit: Visit, structure: string) {
    this.#visit = visit;
    this.#structure = structure;
    this.#form = new Formulaire(visit.page);
  }

  /** Prepares a convention from the model of 2022, and arrives on its page. */
  async creer(finAuPlusTard: string): Promise<void> {
    const visit = this.#visit;
    await visit.goto('/conventions');
    await visit.see('Conventions');
    await visit.follow(visit.link('Nouvelle convention'), 'Nouvelle convention');
    await this.#form.remplir({ 'Structure bénéficiaire': this.#structure, 'Fin au plus tard': finAuPlusTard });
    await visit.follow(visit.button('Créer la convention'), this.#structure);
  }

  /** Both parties have decided; with `transmises`, each decision comes with the accusé of the préfecture. */
  async deliberer(jours: Jours, transmises?: Jours): Promise<void> {
    for (const partie of PARTIES) {
      await this.#enregistrer('Délibération', async () => {
        await this.#form.choisir(/^Qui a délibéré/, QUI[partie]);
        await this.#form.remplir({
          'Numéro de la délibération': `ESSAI-${partie}`,
          'Date de la délibération': jours[partie].toString(),
          ...(transmises === undefined ? {} : accuse(`ACCUSE-${partie}`, transmises[partie])),
        });
      });
    }
  }

  /** The convention itself is sent to the préfecture, which acknowledges it the same day. */
  async transmettre(le: Temporal.PlainDate): Promise<void> {
    await this.#enregistrer('Accusé de réception en préfecture', async () => {
      await this.#form.remplir({
        'Ce qui a été transmis': 'La convention elle-même',
        ...accuse('ACCUSE-convention', le),
      });
    });
  }

  async assurer(du: Temporal.PlainDate, au: Temporal.PlainDate): Promise<void> {
    await this.#enregistrer('Attestation d’assurance', async () => {
      await this.#form.remplir({
        Assureur: 'Mutuelle de l’essai',
        'Valable du': du.toString(),
        'Valable jusqu’au': au.toString(),
      });
    });
  }

  async signer(jours: Jours): Promise<void> {
    for (const partie of ['beneficiaire', 'departement'] as const) {
      await this.#enregistrer('Signature', async () => {
        await this.#form.choisir(/^Qui a signé/, QUI[partie]);
        await this.#form.remplir({
          'Date de signature': jours[partie].toString(),
          'Nom du signataire': 'Signataire de l’essai',
          'Qualité du signataire': 'Présidente en exercice',
        });
      });
    }
  }

  /** One party opposes the renewal; the letter is sent and received. */
  async opposer(qui: Partie, envoyee: Temporal.PlainDate, recue: Temporal.PlainDate): Promise<void> {
    await this.#enregistrer('Opposition à la reconduction', async () => {
      await this.#form.choisir(/^Qui s’oppose/, QUI[qui]);
      await this.#form.remplir({ 'Envoyée le': envoyee.toString(), 'Reçue par l’autre partie le': recue.toString() });
    });
  }

  /** Drafts an avenant on the frequency: what it would change is read first, then it is recorded. */
  async preparerAvenant(le: Temporal.PlainDate, objet: string, demiJournees: number): Promise<void> {
    const visit = this.#visit;
    await visit.follow(visit.link('Préparer un avenant'), 'Préparer un avenant');
    await this.#form.remplir({
      'Avenant établi le': le.toString(),
      Objet: objet,
      'Fréquence des permanences': String(demiJournees),
    });
    await visit.follow(visit.button('Voir ce qui changerait'), /: ce qu’il changerait$/);
    await visit.page.getByText(`${demiJournees} demi-journées par semaine`).waitFor();
    await visit.follow(visit.button('Enregistrer ce projet d’avenant'), this.#structure);
  }

  /** Records the signature of the only avenant that waits, from the card that shows it. */
  async signerAvenant(qui: Partie, le: Temporal.PlainDate): Promise<void> {
    const visit = this.#visit;
    const name = { departement: 'du Département', beneficiaire: 'du Bénéficiaire' }[qui];
    const card = visit.page.locator('#avenants').getByRole('link', { name: `Enregistrer la signature ${name}` });
    await visit.follow(card, 'Signature d’un avenant');
    await this.#form.remplir({ 'Date de signature': le.toString() });
    await visit.follow(visit.page.getByRole('button', { name: 'Enregistrer', exact: true }), this.#structure);
  }

  /** Chooses what to record in the list of the page, answers its form, and comes back to the page. */
  async #enregistrer(evenement: string, repondre: () => Promise<void>): Promise<void> {
    const visit = this.#visit;
    const back = new URL(visit.page.url()).pathname;
    await this.#form.remplir({ 'Enregistrer ce qui vient de se passer': evenement });
    await visit.follow(visit.button('Continuer'), new RegExp(evenement));
    await repondre();
    await visit.follow(visit.page.getByRole('button', { name: 'Enregistrer', exact: true }), this.#structure);
    expect(new URL(visit.page.url()).pathname).toBe(back);
  }

  /** The worked table, line by line: period, first day, last day, anniversary, last day to oppose. */
  async periodes(): Promise<string[][]> {
    const rows = this.#visit.page.locator('#periodes tbody tr');
    const cells = (await rows.all()).map((row) => row.locator('th, td').allInnerTexts());
    return (await Promise.all(cells)).map((line) => line.map(plain));
  }

  /** The page of a day, as it reads; then back to the convention. */
  async auJour(jour: string): Promise<string> {
    const visit = this.#visit;
    const back = new URL(visit.page.url()).pathname;
    await this.#form.remplir({ 'État de la convention au': jour });
    await visit.follow(visit.button('Afficher l’état'), /^La convention au /);
    const text = plain(await visit.page.locator('main').innerText());
    await visit.goto(back);
    await visit.see(this.#structure);
    return text;
  }
}
