// Tests get a copy of the environment, but ONNX Runtime reads that of the process: so it is silenced here.
process.env.ORT_DISABLE_TELEMETRY = '1';

const transform = {
  '^.+\\.ts$': [
    '@swc/jest',
    {
      jsc: {
        target: 'es2022',
        keepClassNames: true,
        parser: { syntax: 'typescript', decorators: true },
        transform: { legacyDecorator: true, decoratorMetadata: true },
      },
      module: { type: 'es6' },
    },
  ],
};

/** One Jest project per kind of suite; `scripts/test.mjs` runs them by name. */
const project = (displayName, testMatch, ignored = []) => ({
  displayName,
  testMatch,
  testPathIgnorePatterns: ['/node_modules/', ...ignored],
  testEnvironment: '<rootDir>/jest.environment.cjs',
  extensionsToTreatAsEsm: ['.ts'],
  transform,
  moduleNameMapper: {
    '^@chorale/(gateway|worker)$': '<rootDir>/apps/$1/src/index.ts',
    '^@chorale/([^/]+)$': '<rootDir>/libs/$1/src/index.ts',
    '^@chorale/speech/normalise$': '<rootDir>/libs/speech/src/normalise/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  modulePathIgnorePatterns: ['/dist/'],
});

/** Runs many small files without an environment of its own for each. */
const inGroups = (suite) => ({
  ...suite,
  runner: '<rootDir>/scripts/suites/groups/runner.mjs',
  testRunner: '<rootDir>/scripts/suites/groups/framework.mjs',
});

/** Specs beside their code that need disks, sockets or threads: too slow for the unit suite. */
const TOUCHES_THE_WORLD = '\\.io\\.spec\\.ts$';

const suite = (name) => project(name, [`<rootDir>/test/${name}/**/*.spec.ts`]);

export default {
  projects: [
    inGroups(
      project(
        'unit',
        [
          '<rootDir>/{apps,libs}/*/src/**/*.spec.ts',
          '<rootDir>/apps/*/web/src/**/*.spec.ts',
          '<rootDir>/scripts/**/*.spec.mjs',
        ],
        [TOUCHES_THE_WORLD],
      ),
    ),
    project('integration', [
      '<rootDir>/test/integration/**/*.spec.ts',
      '<rootDir>/{apps,libs}/*/src/**/*.io.spec.ts',
    ]),
    suite('deploy'),
    inGroups(suite('conformance')),
    suite('e2e'),
    suite('faults'),
    suite('voice'),
    suite('web'),
  ],
};
