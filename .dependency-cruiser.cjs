/**
 * The layers of docs/architecture.md. Each may use the ones before it, and must not use the ones after it.
 */
const layers = [
  'access',
  'people',
  'coverage',
  'availability',
  'scheduling',
  'gaps',
  'quality',
  'support',
  'pilots',
  'outreach',
  'demo',
];
/** The subfolders of scheduling, in the same order. */
const rooms = [
  'roster',
  'staffing',
  'notifications',
  'eligibility',
  'seats',
  'claims',
  'schedules',
  'shifts',
  'trades',
  'waitlist',
  'training',
  'time-off',
  'attendance',
  'closing',
  'deactivation',
  'weekly-hours',
];
const folder = (names) => `^src/(${names.join('|')})/`;

/** The layers of the web app: what every feature uses, then the features, then what puts them together. */
const webLayers = [
  'time|i18n',
  'api',
  'ui',
  'outreach',
  'access',
  'people',
  'coverage',
  'availability',
  'scheduling',
  'gaps',
  'support',
  'pilots',
  'voices',
  'admin',
  'app',
];
const webFolder = (names) => `^web/src/(${names.join('|')})/`;

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'domain-is-pure',
      comment:
        'domain/ imports only luxon, the message formatter, the distributions and matrices of statistics/, and itself.',
      severity: 'error',
      from: { path: '^src/domain/', pathNot: '\\.spec\\.ts$' },
      to: {
        pathNot: '^src/domain/|^node_modules/(luxon|@types/luxon|intl-messageformat|@stdlib|ml-matrix)/',
      },
    },
    {
      name: 'platform-knows-no-feature',
      comment: 'Only the list of entities and migrations is passed to it.',
      severity: 'error',
      from: { path: '^src/platform/' },
      to: { path: folder(layers) },
    },
    ...layers.slice(0, -1).map((layer, index) => ({
      name: `${layer}-looks-down-only`,
      comment: 'Entities may name the tables of their foreign keys, also those of other features.',
      severity: 'error',
      from: { path: `^src/${layer}/`, pathNot: '\\.entity\\.ts$' },
      to: { path: folder(layers.slice(index + 1)) },
    })),
    ...rooms.slice(0, -1).map((room, index) => ({
      name: `scheduling-${room}-looks-down-only`,
      severity: 'error',
      from: { path: `^src/scheduling/${room}/`, pathNot: '\\.entity\\.ts$' },
      to: { path: `^src/scheduling/(${rooms.slice(index + 1).join('|')})/` },
    })),
    {
      name: 'seats-change-hands-in-one-room',
      comment:
        'Only scheduling/seats changes seats: claims, assignments, approvals, trades and waitlists go through it.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/scheduling/seats/' },
      to: { path: '^src/scheduling/seats/(seats|claim-trades)\\.repository\\.ts$' },
    },
    {
      name: 'nothing-needs-the-demo',
      comment: 'The demo may use everything, and only npm run demo starts it.',
      severity: 'error',
      from: { path: '^(src|migrations)/', pathNot: '^src/demo/' },
      to: { path: '^src/demo/' },
    },
    {
      name: 'repositories-stay-home',
      comment:
        'Features use each other through exported services. The repositories named below are made for others.',
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: {
        path: '^src/([^/]+)/.*\\.repository\\.ts$',
        pathNot: '^src/$1/|(support-facts|sessions|staged-files)\\.repository\\.ts$',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'controllers-go-through-services',
      severity: 'error',
      from: { path: '\\.controller\\.ts$' },
      to: { path: '\\.repository\\.ts$|platform/database/' },
    },
    {
      name: 'only-repositories-touch-the-driver',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.repository\\.ts$|^src/platform/' },
      to: { path: '^node_modules/(pg|pg-copy-streams)/' },
    },
    ...webLayers.slice(0, -1).map((layer, index) => ({
      name: `web-${layer.replace('|', '-and-')}-looks-down-only`,
      comment: 'web/src/main.tsx starts the app and is in no layer.',
      severity: 'error',
      from: { path: webFolder([layer]) },
      to: { path: `${webFolder(webLayers.slice(index + 1))}|^web/src/main\\.tsx$` },
    })),
    {
      name: 'web-has-known-folders',
      comment: 'Add a new folder to the layers above.',
      severity: 'error',
      from: {},
      to: { path: '^web/src/', pathNot: `${webFolder(webLayers)}|^web/src/main\\.tsx$` },
    },
    {
      name: 'web-shares-the-domain-alone',
      comment:
        'The web app shares the rules of domain/ and the drawing of plots/, and uses the rest of the server over HTTP.',
      severity: 'error',
      from: { path: '^web/src/' },
      to: { path: '^(src|migrations|test|bench)/', pathNot: '^src/(domain|plots)/' },
    },
    {
      name: 'plots-only-draw',
      comment: 'The server and the web app use plots/: it knows only the domain and the library that draws.',
      severity: 'error',
      from: { path: '^src/plots/', pathNot: '\\.spec\\.ts$' },
      to: { pathNot: '^src/(plots|domain)/|^node_modules/(@observablehq|@types)/' },
    },
    {
      name: 'web-shares-no-library',
      comment: 'The web app uses only parts of the domain that load no library; its tests may use more.',
      severity: 'error',
      from: { path: '^web/src/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^node_modules/(luxon|intl-messageformat|@stdlib|ml-matrix)/', reachable: true },
    },
    {
      name: 'server-knows-no-web',
      severity: 'error',
      from: { path: '^(src|migrations)/' },
      to: { path: '^web/' },
    },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, path: '^(src|web/src)/', pathNot: '\\.spec\\.ts$|supervisor\\.ts$|worker\\.ts$' },
      to: {},
    },
    {
      name: 'no-tests-in-src',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^test/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
