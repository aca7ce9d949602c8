/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circle',
      comment: 'Two files that need each other are one file cut badly: neither can be read, tested or moved alone.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'rules-are-pure',
      comment:
        'rules and domain hold the articles as pure functions, for a lawyer to review: they import rules and domain only, no database, web, view or clock.',
      severity: 'error',
      from: { path: ['^src/domain/', '^src/features/[^/]+/rules(/|\\.ts$)'], pathNot: '\\.test\\.tsx?$' },
      to: { pathNot: ['^src/domain/', '^src/features/[^/]+/rules(/|\\.ts$)'] },
    },
    {
      name: 'sql-in-stores-only',
      comment:
        'store.ts alone speaks SQL. The communes, shared by all territoires, are stored by communes (import) and commune-saisie (search).',
      severity: 'error',
      from: { path: '^src/features/', pathNot: ['/(store|communes|commune-saisie)\\.ts$', '\\.test\\.tsx?$'] },
      to: { path: '(^|/)node_modules/(kysely|pg)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'views-know-no-store',
      comment: 'views.tsx turns what it is given into HTML: it neither loads nor decides, so it never imports a store, routes or the database.',
      severity: 'error',
      from: { path: '^src/features/[^/]+/views(/|\\.tsx$)', pathNot: '\\.test\\.tsx?$' },
      to: { path: ['/(store|routes)\\.tsx?$', '^src/platform/db\\.ts$'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'stores-know-no-page',
      comment: 'A store loads and saves: HTML and HTTP are the business of views and routes, which join it.',
      severity: 'error',
      from: { path: '^src/features/[^/]+/store(/|\\.ts$)', pathNot: '\\.test\\.tsx?$' },
      to: { path: ['^src/ui/', '^src/platform/http/', '/(views|routes)(/|\\.tsx?$)'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'features-meet-by-rules-and-stores',
      comment: "A feature may read another's rules and store; its routes and views are its own, free to change without asking.",
      severity: 'error',
      from: { path: '^src/features/([^/]+)/', pathNot: '\\.test\\.tsx?$' },
      to: { path: '^src/features/[^/]+/(routes|views)(/|\\.tsx?$)', pathNot: '^src/features/$1/' },
    },
    {
      name: 'platform-has-no-business',
      comment: 'platform/ is plumbing that any application could use: it knows no feature, and of the domain only what is said below.',
      severity: 'error',
      from: { path: '^src/platform/', pathNot: '\\.test\\.tsx?$' },
      to: { path: ['^src/features/', '^src/(app|main|prepare|site|start)\\.tsx?$'] },
    },
    {
      name: 'platform-carries-domain-words',
      comment:
        'platform/ may carry a Compte or a Territoire through (types), and read texts, dates, secrets and refusals; it never decides on a business object.',
      severity: 'error',
      from: { path: '^src/platform/', pathNot: '\\.test\\.tsx?$' },
      to: { path: '^src/domain/', pathNot: '^src/domain/(texte|date|refus|secret)\\.ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'ui-has-no-data',
      comment: 'ui/ is the library of components: it draws what it is given, and knows no feature, database or HTTP.',
      severity: 'error',
      from: { path: '^src/ui/', pathNot: '\\.test\\.tsx?$' },
      to: { path: ['^src/features/', '^src/platform/(db|session|http/)', '(^|/)node_modules/(kysely|pg)/'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'migrations-are-frozen',
      comment: 'A migration must do the same thing in ten years: it imports nothing from src.',
      severity: 'error',
      from: { path: '^db/migrations/' },
      to: { path: '^src/' },
    },
    {
      name: 'no-test-in-production',
      comment: 'What runs in production is not made of tests, journeys, benches or scripts.',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.test\\.tsx?$' },
      to: { path: ['^(test|e2e|bench|scripts)/', '\\.test\\.tsx?$'] },
    },
    {
      name: 'no-dev-dependency-in-production',
      comment: 'npm ci --omit=dev must be enough to serve.',
      severity: 'error',
      from: { path: ['^src/', '^db/'], pathNot: '\\.test\\.tsx?$' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'everything-resolves',
      comment: 'An import that leads nowhere breaks at run time only.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^cloudflare:' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default', 'types'] },
  },
};
