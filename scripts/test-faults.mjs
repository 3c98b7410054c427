/**
 * npm run test:faults -- --minutes N --seed S
 *
 * Builds what is missing and inflicts faults on a fleet for so long, in an order that the seed
 * decides. The short form, with every fault once, is the suite: npm test -- faults.
 */
import { buildSources, buildTestProcesses } from './setup/build.mjs';
import { run, SetupError } from './setup/command.mjs';
import { installPackages } from './setup/packages.mjs';
import { inRoot } from './setup/paths.mjs';
import { needTool } from './setup/tools.mjs';

const main = async () => {
  await installPackages();
  await needTool('redis');
  await buildSources();
  await buildTestProcesses();
  const program = inRoot('test/dist/faults/long/main.js');
  return run(process.execPath, [program, ...process.argv.slice(2)]);
};

try {
  process.exitCode = (await main()) ?? 1;
} catch (error) {
  console.error(error instanceof SetupError ? error.message : error);
  process.exitCode = 1;
}
