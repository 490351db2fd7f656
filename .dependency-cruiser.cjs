/** The layers of docs/architecture.md. Each may use those before it, never those after. */
const layers = [
  'access',
  'people',
  'coverage',
  'availability',
  'scheduling',
  'gaps',
  'support',
  'pilots',
  'outreach',
  'demo',
];
/** The rooms of scheduling, in the same order. */
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

/** The same of the web app: what all of it stands on, then its features as on the server, then what puts them together. */
const webLayers = [
  'time|i18n',
  'api',
  'ui',
  'access',
  'people',
  'coverage',
  'availability',
  'scheduling',
  'gaps',
  'support',
  'pilots',
  'admin',
  'app',
];
const webFolder = (names) => `^web/src/(${names.join('|')})/`;

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'domain-is-pure',
      comment: 'domain/ imports luxon, the formatter of messages and itself, nothing else.',
      severity: 'error',
      from: { path: '^src/domain/', pathNot: '\\.spec\\.ts$' },
      to: { pathNot: '^src/domain/|^node_modules/(luxon|@types/luxon|intl-messageformat)/' },
    },
    {
      name: 'platform-knows-no-feature',
      comment: 'The list of entities and migrations is the one thing handed down to it.',
      severity: 'error',
      from: { path: '^src/platform/' },
      to: { path: folder(layers) },
    },
    ...layers.slice(0, -1).map((layer, index) => ({
      name: `${layer}-looks-down-only`,
      comment: 'Entities may name the tables their foreign keys point at, whichever feature owns them.',
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
        'Whoever claims, assigns, approves, trades, waits or plans says to scheduling/seats what is meant.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/scheduling/seats/' },
      to: { path: '^src/scheduling/seats/(seats|claim-trades)\\.repository\\.ts$' },
    },
    {
      name: 'nothing-needs-the-demo',
      comment: 'It stands on everything, and is started by npm run demo alone.',
      severity: 'error',
      from: { path: '^(src|migrations)/', pathNot: '^src/demo/' },
      to: { path: '^src/demo/' },
    },
    {
      name: 'repositories-stay-home',
      comment:
        'Features use each other through exported services; read models made for others are named below.',
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
      comment: 'web/src/main.tsx starts it all and is in no folder.',
      severity: 'error',
      from: { path: webFolder([layer]) },
      to: { path: `${webFolder(webLayers.slice(index + 1))}|^web/src/main\\.tsx$` },
    })),
    {
      name: 'web-has-known-folders',
      comment: 'A new one gets a place among the layers above.',
      severity: 'error',
      from: {},
      to: { path: '^web/src/', pathNot: `${webFolder(webLayers)}|^web/src/main\\.tsx$` },
    },
    {
      name: 'web-shares-the-domain-alone',
      comment: 'Rules are told once; all else of the server is asked over HTTP.',
      severity: 'error',
      from: { path: '^web/src/' },
      to: { path: '^(src|migrations|test|bench)/', pathNot: '^src/domain/' },
    },
    {
      name: 'web-shares-no-library',
      comment: 'What the web app takes of the domain comes without libraries; its specs may ask more.',
      severity: 'error',
      from: { path: '^web/src/', pathNot: '\\.spec\\.ts$' },
      to: { path: '^node_modules/(luxon|intl-messageformat)/', reachable: true },
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
