/**
 * npm run tools [-- docker-compose]
 *
 * Installs what the suites `deploy` and `conformance` use and this machine lacks: Helm (built with Go),
 * promtool (from Debian, as root) and OpenAI's client for Python (from PyPI, in an environment of its
 * own); or those that are named instead, such as Docker Compose (built with Go), which `test:compose`
 * uses. Ends with 1 when one of them is still missing, and says how to get it.
 */
import { SetupError } from './setup/command.mjs';
import { findTool, installTool, needTool, TOOLS_FOLDER } from './setup/tools.mjs';

const USUAL = ['helm', 'promtool', 'openai-python'];

const obtain = async (tool) => {
  try {
    if (findTool(tool) === null) await installTool(tool);
    console.log(`${tool}: ${await needTool(tool)}`);
  } catch (error) {
    console.error(error instanceof SetupError ? error.message : error);
    process.exitCode = 1; // and the others are obtained all the same
  }
};

const named = process.argv.slice(2);
for (const tool of named.length > 0 ? named : USUAL) await obtain(tool);
console.log(`Tools that were built are in ${TOOLS_FOLDER}.`);
