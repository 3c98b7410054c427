/**
 * npm start -- [--port 8001] [--workers 2] [--embedded] …
 *
 * Installs, builds and fetches what is missing, then runs Chorale until Ctrl-C. Every setting of
 * .env.example may be given as a flag. Uses no package: on a fresh clone there is none yet.
 */
import { nodeProblem } from './launch/node-version.mjs';

const fail = (error) => {
  // Errors with advice speak for themselves; anything else is a bug and keeps its trace.
  const known = error.name === 'SetupError' || error.name === 'ConfigError';
  console.error(known ? `\n${error.message}` : error);
  process.exitCode = 1;
};

const problem = nodeProblem(process.versions.node);
if (problem !== null) {
  console.error(problem);
  process.exitCode = 1;
} else {
  // Imported late: an older Node must get the message above, not a syntax error.
  const { launch } = await import('./launch/launch.mjs');
  await launch(process.argv.slice(2)).catch(fail);
}
