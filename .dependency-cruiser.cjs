/**
 * Who may import whom: the rooms of docs/decisions.md, checked by `npm run rooms`.
 * A room lists what it may reach inside the project; everything else of ours is forbidden to it.
 */
const OURS = '^(src|workers|data|tests)/';
const POLYFILLS = '^src/lib/polyfills\\.ts$';

/** One room: its name, its files, and what else of ours it may reach. */
const room = (name, from, may) => ({
  name: `room-${name}`,
  severity: 'error',
  comment: `${name} may import only itself and: ${may.join(', ') || 'nothing'}`,
  from: { path: from },
  to: { path: OURS, pathNot: [from, POLYFILLS, ...may] },
});

const LIB = '^src/lib/';
const CORE = `${LIB}core/`;
const [MODEL, GEO, DIVISION, INGEST, COVERAGE, REACH, SITING, NORMS, SNAPSHOT, REPORT] = [
  `${CORE}(model|texts|uscc|road-class)\\.ts$`,
  `${CORE}geo/`,
  `${CORE}division/`,
  `${CORE}ingest/`,
  `${CORE}coverage/`,
  `${CORE}reach/`,
  `${CORE}siting/`,
  `${CORE}norms/`,
  `${CORE}snapshot/`,
  `${CORE}report/`,
];

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'not even of types',
      from: { path: CORE },
      to: { circular: true },
    },
    {
      name: 'no-cycles-at-run-time',
      severity: 'error',
      from: { pathNot: CORE },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'resolved',
      severity: 'error',
      comment: 'every import leads somewhere; addresses of files are resolved by the build',
      from: {},
      to: { couldNotResolve: true, pathNot: '^\\$(app|service-worker|env)|\\?(worker&)?url$' },
    },
    room('routes', '^src/(routes/|hooks)', [`${LIB}(ui|state|i18n)/`]),
    room('ui', `${LIB}ui/`, [`${LIB}(state|map|i18n|core)/`]),
    // Words are handed to state as functions; it knows their types.
    room('state', `${LIB}state/`, [`${LIB}(tables|core|i18n)/`, '^data/', '^workers/']),
    room('tables', `${LIB}tables/`, [CORE]),
    room('map', `${LIB}map/`, [CORE]),
    room('i18n', `${LIB}i18n/`, [CORE]),
    room('workers', '^workers/', [CORE]),
    room('cli', '^src/cli/', [CORE, `${LIB}(tables|i18n)/`, '^data/']),
    room('data', '^data/', [CORE]),
    room('polyfills', POLYFILLS, []),
    {
      name: 'types-only',
      severity: 'error',
      comment: 'i18n takes only types of core; state takes only types of the workers and of i18n',
      from: { path: `${LIB}i18n/` },
      to: { path: CORE, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'words-types-only',
      severity: 'error',
      from: { path: `${LIB}state/` },
      to: { path: `${LIB}i18n/`, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'worker-types-only',
      severity: 'error',
      from: { path: `${LIB}state/` },
      to: { path: '^workers/', dependencyTypesNot: ['type-only'] },
    },
    // Inside core.
    room('core-model', MODEL, []),
    room('core-geo', GEO, [MODEL]),
    // A point is located with the index and the polygons of geo.
    room('core-division', DIVISION, [MODEL, GEO]),
    room('core-ingest', INGEST, [MODEL, GEO, DIVISION]),
    // A rule pack holds norms; what they find needs no verdict.
    room('core-coverage', COVERAGE, [MODEL, DIVISION, GEO, NORMS]),
    room('core-reach', REACH, [MODEL, DIVISION, GEO]),
    room('core-siting', SITING, [MODEL]),
    room('core-norms', NORMS, [MODEL, DIVISION]),
    room('core-snapshot', SNAPSHOT, [MODEL, NORMS]),
    // A file is handed back by opening it through the same door.
    room('core-report', REPORT, [
      MODEL,
      GEO,
      DIVISION,
      INGEST,
      COVERAGE,
      REACH,
      SITING,
      NORMS,
      SNAPSHOT,
    ]),
    {
      name: 'core-pure',
      severity: 'error',
      comment:
        'core has no DOM, Svelte, GL, SQL or Node: only the listed libraries of arithmetic and formats',
      from: { path: CORE },
      to: {
        dependencyTypes: [
          'core',
          'npm',
          'npm-dev',
          'npm-optional',
          'npm-peer',
          'npm-no-pkg',
          'npm-unknown',
        ],
        pathNot:
          'node_modules/(geographiclib-geodesic|@turf/[^/]+|flatbush|fflate|@e965/xlsx|hyparquet|hyparquet-compressors|hyparquet-writer|fzstd|pbf|shpjs|@tmcw/togeojson|@xmldom/xmldom|@types/geojson|d3-contour|@types/d3-contour)/',
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(build|\\.svelte-kit)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'browser', 'svelte', 'types', 'node', 'default'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.svelte', '.json', '.d.ts'],
    },
  },
};
