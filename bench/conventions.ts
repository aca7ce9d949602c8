/**
 * What a large portfolio costs: reading 5,000 conventions and their 30,000 events for a chosen day beside 500 of them, the
 * pages that show them, and a convention with its annexes beside an almost empty document.
 */
import { alertes, type Convention, echeances, finConvention, statutAu } from '../src/features/conventions/rules.ts';
import { median, printFigures } from './measure.ts';
import { conventionDeRang } from './portefeuille.ts';

const ROUNDS = 9;
const NOMBRE = 5000;
const today = Temporal.PlainDate.from('2026-11-26');

const portefeuille = Array.from({ length: NOMBRE }, (_, rang) =>
  conventionDeRang(rang, today, (evenement) => `${String(rang).padStart(5, '0')}-${evenement}`),
);

/** The same as just loaded: nothing has been asked of them yet. */
function fresh(nombre: number): readonly Convention[] {
  return portefeuille.slice(0, nombre).map((one) => ({ ...one, evenements: [...one.evenements] }));
}

/** CPU of one reading of each convention for the day: state, end, deadlines and alerts. In milliseconds. */
function readOnce(conventions: readonly Convention[]): number {
  let found = 0;
  const before = process.cpuUsage();
  for (const convention of conventions) {
    found += statutAu(convention, today).length;
    found += echeances(convention, today).length + alertes(convention, today).length;
    if (finConvention(convention) !== null) found += 1;
  }
  const { user, system } = process.cpuUsage(before);
  if (found === 0) throw new Error('Nothing was read');
  return (user + system) / 1000;
}

function measureDeadlines(): void {
  const all: number[] = [];
  const tenth: number[] = [];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const one = readOnce(fresh(NOMBRE));
    // As many conventions in all, so that both are as warm, and as often tidied behind.
    const other = Array.from({ length: 10 }, () => readOnce(fresh(NOMBRE / 10)));
    if (round === 0) continue;
    all.push(one);
    tenth.push(other.reduce((sum, cpu) => sum + cpu, 0) / other.length);
  }
  printFigures([
    {
      mesure: `échéances de ${NOMBRE} conventions : CPU`,
      valeur: median(all),
      unite: 'ms',
      reference: median(tenth),
      objectif: { sur: 'valeur', auPlus: 150 },
    },
    {
      mesure: `échéances, CPU par convention : ${NOMBRE} à côté de ${NOMBRE / 10}`,
      valeur: (1000 * median(all)) / NOMBRE,
      unite: 'µs',
      reference: (10_000 * median(tenth)) / NOMBRE,
      objectif: { sur: 'ratio', auPlus: 1.2 },
    },
  ]);
}
measureDeadlines();
