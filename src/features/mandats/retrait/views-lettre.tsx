import { Alert, PageHeader } from '../../../ui/content.tsx';
import type { Choix } from '../choix.ts';
import type { MandatSigne } from '../recherche/signe.ts';
import type { DemarcheRangee } from '../store.ts';
import { ChoixDemarches, Confirmation } from '../views-choix.tsx';
import { FERME, quoi } from './views.tsx';

/** What a letter withdraws, by the numbers of the person's copy. */
export function LettrePage(props: {
  readonly mandat: MandatSigne;
  readonly inForce: readonly DemarcheRangee[];
  readonly choix: Choix;
  readonly cle: string;
}) {
  const { mandat, inForce, choix, cle } = props;
  const path = `/mandats/${mandat.id}/lettre`;
  const kicker = `Mandat ${mandat.code}`;
  if (inForce.length === 0) {
    return (
      <>
        <PageHeader kicker={kicker} title="Retrait par lettre" lead={quoi(mandat)} />
        <Alert tone="neutral" title="Plus rien n’est en cours">
          <p>Tout ce que ce mandat confiait est déjà fini : il n’y a rien à retirer.</p>
        </Alert>
        <p>
          <a href={`${path}/recu`}>Ce qui a pris fin, à imprimer pour la personne</a>
        </p>
      </>
    );
  }
  if ('state' in choix) {
    return (
      <>
        <PageHeader kicker={kicker} title="Retrait par lettre" lead={quoi(mandat)} />
        <Alert tone="info" title="La lettre vient-elle de la personne ?">
          <p>
            Elle porte le code du mandat et une signature, celle de la personne ou de qui la représente. Dans le doute,
            demandez à {mandat.agent}. Vous ne lisez pas ce qui est confié : les numéros sont ceux de la copie. Si la
            lettre ne dit pas lesquels, elle retire tout.
          </p>
        </Alert>
        <ChoixDemarches
          action={path}
          demarches={inForce}
          objets={FERME}
          state={choix.state}
          label="Ce que la lettre retire"
          suite="Retirer ce qui est coché"
          tout="Tout retirer"
          annuler="/mandats/suivi/recherche"
        />
      </>
    );
  }
  return (
    <>
      <PageHeader kicker={kicker} title="Retirer, sans retour" lead={quoi(mandat)} />
      <p>La lettre retire :</p>
      <Confirmation
        action={path}
        cle={cle}
        demarches={choix.demarches}
        objets={FERME}
        bouton="Retirer"
        annuler={path}
      />
    </>
  );
}
