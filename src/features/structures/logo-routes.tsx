import type { Compte } from '../../domain/compte.ts';
import { estRefus, phrase } from '../../domain/refus.ts';
import { file, notFound, type PageContent, page, redirect, refusal } from '../../platform/http/reply.ts';
import { get, post, type Route, type Rq, type SignedRq } from '../../platform/http/route.ts';
import { ButtonLink, SubmitButton } from '../../ui/button.tsx';
import { PageHeader, Section } from '../../ui/content.tsx';
import { FileField } from '../../ui/field.tsx';
import { Form, FormActions, HiddenField } from '../../ui/form.tsx';
import { blankForm, type FormState } from '../../ui/form-state.ts';
import { recevoirLogo } from '../territoires/logo-recu.ts';
import { PHRASES_LOGO } from '../territoires/rules.ts';
import { deleteLogoStructure, findLogoStructure, saveLogoStructure } from './logo-store.ts';
import { findStructure, type Structure } from './store.ts';

/** The équipe technique, and the référent of the structure, who gives its logo himself. */
const access = {
  equipe: true,
  referent: (compte: Compte, structure: Structure) => structure.id === compte.structureId,
} as const;

function loadStructure(rq: Rq): Promise<Structure | undefined> {
  return findStructure(rq.db, rq.territoire.id, rq.params['structure'] ?? '');
}

async function logoPage(rq: SignedRq, structure: Structure, state: FormState): Promise<PageContent> {
  const present = (await findLogoStructure(rq.db, rq.territoire.id, structure.id)) !== undefined;
  const fiche = { href: `/structures/${structure.id}`, label: structure.nom };
  return {
    title: 'Logo de la structure',
    breadcrumbs: [fiche],
    body: <LogoPage structure={structure} present={present} state={state} cle={rq.key} />,
  };
}

function LogoPage(props: {
  readonly structure: Structure;
  readonly present: boolean;
  readonly state: FormState;
  readonly cle: string;
}) {
  const { structure, present, state, cle } = props;
  return (
    <>
      <PageHeader
        title="Logo de la structure"
        kicker={structure.nom}
        lead="Il figure sur les affiches et les bilans, à côté de celui du Département et jamais plus grand (article 5)."
      />
      {present && (
        <Section title="Logo actuel">
          <p>
            <img
              class="e-logo"
              src={`/structures/${structure.id}/logo/image`}
              alt={`Logo : ${structure.nom}`}
              height="72"
            />
          </p>
          <form method="post" action={`/structures/${structure.id}/logo/retirer`}>
            <HiddenField name="_cle" value={cle} />
            <SubmitButton variant="secondary">Retirer le logo</SubmitButton>
          </form>
        </Section>
      )}
      <Section title={present ? 'Le remplacer' : 'Aucun logo : le nom de la structure est encadré à la place'}>
        <Form state={state} action={`/structures/${structure.id}/logo`} idempotencyKey={cle} multipart>
          <FileField
            state={state}
            name="logo"
            label="Fichier du logo"
            hint="Image PNG ou JPEG, 500 Ko au plus."
            accept="image/png,image/jpeg"
          />
          <FormActions>
            <SubmitButton>Enregistrer le logo</SubmitButton>
            <ButtonLink href={`/structures/${structure.id}`} variant="tertiary">
              Annuler
            </ButtonLink>
          </FormActions>
        </Form>
      </Section>
    </>
  );
}

export const logoRoutes: readonly Route[] = [
  get('/structures/:structure/logo', {
    access,
    load: loadStructure,
    handle: async (rq, structure) => page(await logoPage(rq, structure, blankForm())),
  }),

  post('/structures/:structure/logo', {
    acte: 'changer le logo d’une structure',
    collecte: 'rien',
    access,
    load: loadStructure,
    handle: async (rq, structure) => {
      const recu = await recevoirLogo(rq.form.files['logo']);
      if (estRefus(recu)) {
        const errors = [{ field: 'logo', message: phrase(PHRASES_LOGO, recu) }];
        return refusal(await logoPage(rq, structure, { values: {}, errors }));
      }
      await saveLogoStructure(rq.db, rq.territoire.id, structure.id, recu);
      return redirect(`/structures/${structure.id}/logo`, {
        flash: 'Le logo est enregistré : les affiches le portent dès maintenant.',
      });
    },
  }),

  post('/structures/:structure/logo/retirer', {
    acte: 'retirer le logo d’une structure',
    collecte: 'rien',
    access,
    load: loadStructure,
    handle: async (rq, structure) => {
      await deleteLogoStructure(rq.db, rq.territoire.id, structure.id);
      return redirect(`/structures/${structure.id}/logo`, { flash: 'Le logo est retiré.' });
    },
  }),

  get('/structures/:structure/logo/image', {
    access,
    load: loadStructure,
    handle: async (rq, structure) => {
      const logo = await findLogoStructure(rq.db, rq.territoire.id, structure.id);
      return logo === undefined
        ? notFound()
        : file({ bytes: logo.octets, type: logo.type, name: 'logo', inline: true });
    },
  }),
];
