/** The import matrix of docs/architecture.md, one rule per row and per restricted package. */
const lib = (...names) => names.map((name) => `^libs/${name}/`);
const LIBS = [
  'speech',
  'protocol',
  'broker',
  'engines',
  'phonemizer-espeak',
  'audio',
  'config',
  'observability',
  'testing',
];
const SPEC = '\\.spec\\.ts$';

/** Everything of ours but `allowed` (and itself) is out of bounds for `from`. */
const row = (from, allowed) => {
  const name = from.replace(/^\^?(libs|apps)\//, '').replace('/', '');
  const others = LIBS.filter((other) => !allowed.includes(other) && `libs/${other}` !== from);
  return {
    name: `matrix-${name}`,
    severity: 'error',
    from: { path: `^${from}/`, pathNot: SPEC },
    to: { path: lib(...others) },
  };
};

const only = (name, packages, allowed) => ({
  name: `only-${name}`,
  severity: 'error',
  from: { path: '^(apps|libs)/', pathNot: [...allowed, SPEC] },
  to: { path: packages.map((p) => `node_modules/${p}/`) },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    row('libs/speech', []),
    row('libs/protocol', ['speech']),
    row('libs/config', ['speech']),
    row('libs/audio', ['speech']),
    row('libs/observability', []),
    row('libs/broker', ['speech', 'protocol', 'observability']),
    row('libs/phonemizer-espeak', []),
    row('libs/engines', ['speech', 'protocol', 'observability', 'audio', 'phonemizer-espeak']),
    // libs/testing may import every lib, so it has no row: an empty list of forbidden paths matches all.
    row('apps/gateway', ['speech', 'protocol', 'broker', 'audio', 'config', 'observability']),
    row('apps/worker', [
      'speech',
      'protocol',
      'broker',
      'engines',
      'audio',
      'config',
      'observability',
    ]),
    row('apps/standalone', ['config', 'observability', 'broker', 'speech']),
    row('apps/cli', ['speech', 'protocol', 'broker', 'config', 'engines', 'audio']),
    {
      name: 'pages-run-in-browsers',
      severity: 'error',
      from: { path: '^apps/[^/]+/web/src/', pathNot: SPEC },
      to: { path: ['^libs/', '^apps/[^/]+/src/'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'libs-never-import-apps',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^apps/' },
    },
    {
      name: 'apps-stand-alone',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: '^apps/standalone/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'through-the-index',
      severity: 'error',
      from: { path: '^(apps|libs)/([^/]+)/' },
      to: {
        path: '^libs/[^/]+/src/',
        pathNot: ['^$1/$2/', '^libs/[^/]+/src/(normalise/)?index\\.ts$'],
      },
    },
    {
      name: 'speech-is-pure',
      severity: 'error',
      from: { path: '^libs/speech/', pathNot: SPEC },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'speech-packages',
      severity: 'error',
      from: { path: '^libs/speech/', pathNot: SPEC },
      to: { path: 'node_modules/', pathNot: 'node_modules/n2words/' },
    },
    only('redis', ['bullmq', 'ioredis'], ['^libs/broker/src/redis/', '^libs/testing/']),
    only('onnxruntime', ['onnxruntime-node', 'onnx-buf'], ['^libs/engines/']),
    only('espeak', ['@echogarden/espeak-ng-emscripten'], ['^libs/phonemizer-espeak/']),
    only('ws', ['ws'], ['^apps/gateway/', '^apps/cli/', '^libs/testing/']),
    only('zod', ['zod'], ['^libs/protocol/', '^libs/config/']),
    only('nest', ['@nestjs/[^/]+'], ['^apps/', '\\.module\\.ts$']),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/dist/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'default'],
      extensions: ['.ts', '.tsx', '.js'],
    },
  },
};
