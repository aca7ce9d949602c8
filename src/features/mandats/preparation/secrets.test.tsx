import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { MANDAT_SAISI } from '../../../../test/mandat-saisi.ts';
import { useMandatSite } from '../../../../test/mandat-site.ts';
import { IBAN, NIR } from '../../../../test/numeros.ts';
import { closePdf } from '../../../platform/pdf/render.ts';

const site = useMandatSite();
afterAll(closePdf);
beforeEach(() => site.at(site.a('10:00')));

const CHAMPS = [
  'mandantPrenom',
  'mandantNom',
  'mandantTelephone',
  'l1_objet',
  'l1_autre',
  'tiersNom',
  'representantNom',
  'exclusions',
] as const;

describe('scénario 13 : aucun champ d’un mandat ne prend de secret', () => {
  test.each(CHAMPS)(
    '%s : un NIR, un IBAN, un mot de passe sont refusés, sans être montrés ni gardés',
    async (champ) => {
      const before = (await site.rows()).length;
      for (const secret of [NIR, IBAN, 'mot de passe : Tournesol66']) {
        const sent = await site.agent.post(`/seances/${site.seance}/mandats/nouveau`, {
          ...MANDAT_SAISI,
          [champ]: `Voici ${secret}`,
        });
        expect(sent.status).toBe(422);
        expect(sent.text).toContain('N’écrivez pas');
        expect(sent.text).not.toContain(secret);
      }
      expect((await site.rows()).length).toBe(before);
    },
  );
});
