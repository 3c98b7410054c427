import { SetupError } from '../setup/command.mjs';

/** What a suite needs besides packages, by Jest project. A project that is not listed needs a build only. */
const NEEDS = {
  unit: [],
  deploy: ['helm', 'promtool'],
  integration: ['build', 'redis'],
  conformance: ['build', 'openai-python'],
  e2e: ['build', 'redis', 'voice'],
  faults: ['build', 'redis', 'voice'],
  voice: ['build', 'voice'],
  web: ['build', 'voice', 'chromium', 'openai-python'],
};

/** What must be there before a suite starts. */
export const needsOf = (suite) => NEEDS[suite] ?? ['build'];

/**
 * Reads `[suite…] [Jest options…]`: the words before the first option name suites (none = all).
 * Throws when a word names no suite.
 */
export const readPlan = (argv, known) => {
  const firstOption = argv.findIndex((word) => word.startsWith('-'));
  const named = firstOption < 0 ? argv : argv.slice(0, firstOption);
  const stray = named.filter((word) => !known.includes(word));
  if (stray.length > 0) {
    throw new SetupError(`No such suite: ${stray.join(', ')}. There are: ${known.join(', ')}.`);
  }
  return {
    suites: named.length > 0 ? named : known,
    jestOptions: argv.slice(named.length).filter((word) => word !== '--'),
  };
};
