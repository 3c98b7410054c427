import { Command } from 'commander';

import { examine } from './doctor/examine.js';
import { isHealthy, reportJson, reportLines } from './doctor/report.js';

const run = async ({ json }: { readonly json: boolean }): Promise<void> => {
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort(new Error('Interrupted.')));
  try {
    const findings = await examine({ env: process.env, dotenvPath: '.env' }, stop.signal);
    console.log(json ? reportJson(findings) : reportLines(findings).join('\n'));
    process.exitCode = isHealthy(findings) ? 0 : 1;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = stop.signal.aborted ? 130 : 1;
  }
};

await new Command('doctor')
  .description('Looks whether Chorale can run here, and says how to mend what is wrong.')
  .option('--json', 'tell it to a program', false)
  .action(run)
  .parseAsync();
