/** After a deletion, where what was deleted is still read. */
export function TraceSupprime({ supprime }: { readonly supprime: string | null }) {
  if (supprime === null) return null;
  return (
    <p>
      <a href={`/accompagnements/${encodeURIComponent(supprime)}/historique`}>
        Voir l’historique de ce que vous avez supprimé
      </a>
    </p>
  );
}
