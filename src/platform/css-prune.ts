/** Parts of Designsystemet’s components that no page of Escale uses: a test looks for them in the sources. */
export const UNUSED = [
  'ds-checkbox--checked',
  'ds-readonly-icon',
  'ds-list--unstyled',
  'ds-floating',
  'ds-field-affix',
  'ds-details',
  'ds-card__block',
  'ds-print-preserve',
  'data-field=counter',
  'data-variant=outline',
  'data-floating',
  'data-clickdelegatefor',
  'data-overscroll',
  'data-sticky-header',
  'data-zebra',
  'data-fullwidth',
] as const;

/** « a,:is(b,c) » → « a », « :is(b,c) ». */
function selectors(list: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const char of list) {
    if (char === '(') depth++;
    if (char === ')') depth--;
    if (char === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += char;
  }
  return parts;
}

/** A selector that asks for a part that is used nowhere; what it asks not to be there may well not be. */
function isUnused(selector: string): boolean {
  const asked = selector.replace(/:(?:not|is|where)\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)/g, '');
  return UNUSED.some((part) => asked.includes(part));
}

function withoutUnusedRules(css: string): string {
  return css.replace(/([^{};]+)\{([^{}]*)\}/g, (rule, list: string, body: string) => {
    if (list.startsWith('@')) return rule;
    const kept = selectors(list).filter((one) => !isUnused(one));
    return kept.length === 0 ? '' : `${kept.join(',')}{${body}}`;
  });
}

/** Custom properties that nothing reads. One that only such a property reads goes with it. */
function withoutUnreadProperties(css: string): string {
  const read = new Set([...css.matchAll(/var\(\s*(--[\w-]+)/g)].map(([, name]) => name));
  const kept = css.replace(/(?<=[{;])(--[\w-]+):[^;{}]*(?:;|(?=\}))/g, (text, name: string) =>
    read.has(name) ? text : '',
  );
  return kept === css ? css : withoutUnreadProperties(kept);
}

/** A minified style sheet without what no page of Escale shows. */
export function pruneCss(css: string): string {
  const kept = withoutUnreadProperties(withoutUnusedRules(css));
  return kept.replace(/(?<=^|[{};])[^{};@]+\{\}/g, '');
}
