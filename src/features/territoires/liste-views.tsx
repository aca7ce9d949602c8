import { Alert, PageHeader } from '../../ui/content.tsx';
import { SimpleTable } from '../../ui/simple-table.tsx';
import type { TerritoireOuvert } from './store.ts';

/** The territoires of this installation: public facts only, and nothing to press (decision 0015). */
export function TerritoiresPage(props: { readonly territoires: readonly TerritoireOuvert[]; readonly ici: string }) {
  return (
    <>
      <PageHeader
        title="Territoires"
        lead="Les Départements que sert cette installation. Aucun ne voit les comptes ni les données d’un autre."
      />
      <SimpleTable
        caption="Territoires"
        captionHidden
        columns={[{ label: 'Département' }, { label: 'Code' }, { label: 'Adresse du site' }, { label: 'Thème' }]}
        rows={props.territoires.map(({ id, nomComplet, hote, theme }) => [
          id === props.ici ? `${nomComplet} (ici)` : nomComplet,
          id,
          hote ?? 'toutes les autres adresses',
          theme,
        ])}
      />
      <Alert title="Ouvrir un territoire">
        <p>
          Un territoire s’ouvre sur le serveur, par l’exploitation, avec la commande <code>npm run ouvrir</code> :
          personne ne le peut depuis ces pages. Le guide d’exploitation dit comment.
        </p>
      </Alert>
    </>
  );
}
