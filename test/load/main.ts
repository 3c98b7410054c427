/**
 * Puts listeners on a speech server and says what they heard: `npm run load -- --help`.
 * Listeners are virtual players without any buffer; playback begins with the first audio.
 */
import { writeFileSync } from 'node:fs';

import type { LoadOptions } from './options.js';
import { readOptions, USAGE } from './options.js';
import type { LoadReport } from './report.js';
import { tableOf } from './report.js';
import { runLoad } from './run.js';
import { sweep } from './sweep.js';

const run = async (options: LoadOptions, listeners: number): Promise<LoadReport> => {
  const report = await runLoad(listeners, options);
  console.log(tableOf(report));
  return report;
};

/** Null when there is nothing to run: help was asked for, or the options are wrong. */
const optionsOrUsage = (): LoadOptions | null => {
  try {
    const options = readOptions(process.argv.slice(2));
    if (options === null) console.log(USAGE);
    return options;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    process.exitCode = 1;
    return null;
  }
};

const main = async (): Promise<void> => {
  const options = optionsOrUsage();
  if (options === null) return;
  const trial = (listeners: number): Promise<LoadReport> => run(options, listeners);
  const report = options.sweep ? await sweep(trial) : await trial(options.listeners);
  if (options.sweep) console.log(`\nMost listeners within the SLO: ${report?.listeners ?? 0}`);
  if (options.json !== null) writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`);
};

await main();
