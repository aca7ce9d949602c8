/**
 * The week of the team: a séance taken with the mouse to another day of its agent leads to the page that asks to confirm. A comfort:
 * « Déplacer », on the page of its day, leads there too.
 */
const table = document.querySelector<HTMLTableElement>('[data-deplacer]');
if (table) {
  let taken: HTMLElement | undefined;

  for (const item of table.querySelectorAll<HTMLElement>('[data-seance]')) {
    item.draggable = true;
    // The link inside would be what is taken, as an address.
    for (const link of item.querySelectorAll('a')) link.draggable = false;
  }

  const squareOf = (event: DragEvent): HTMLElement | undefined => {
    if (taken === undefined || !(event.target instanceof Element)) return undefined;
    const square = event.target.closest<HTMLElement>('td[data-jour]');
    const isSameAgent = square?.closest('tr') === taken.closest('tr');
    return square && isSameAgent && square !== taken.closest('td') ? square : undefined;
  };
  const show = (square: HTMLElement | undefined): void => {
    for (const one of table.querySelectorAll('[data-ici]')) one.removeAttribute('data-ici');
    square?.setAttribute('data-ici', '');
  };

  table.addEventListener('dragstart', (event) => {
    const item = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-seance]') : null;
    if (!item) return;
    taken = item;
    event.dataTransfer?.setData('text/plain', item.dataset['seance'] ?? '');
  });
  table.addEventListener('dragover', (event) => {
    const square = squareOf(event);
    show(square);
    if (square) event.preventDefault();
  });
  table.addEventListener('drop', (event) => {
    const square = squareOf(event);
    if (!square || !taken) return;
    event.preventDefault();
    const asked = new URLSearchParams({ jour: square.dataset['jour'] ?? '', debut: taken.dataset['debut'] ?? '' });
    location.assign(`/seances/${taken.dataset['seance']}/modifier?${asked}`);
  });
  table.addEventListener('dragend', () => {
    taken = undefined;
    show(undefined);
  });
}
