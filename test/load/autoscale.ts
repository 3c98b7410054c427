/**
 * Has workers come and go with the demand: `npm run load:autoscale -- --help`. Redis, a gateway and workers
 * are real processes; the workers speak with the fake engine, so that it is known how fast they are. A
 * small controller starts and stops them by GET /autoscale/<class>, counting as the chart has KEDA count,
 * only with shorter periods. Ends with 1 if a session failed.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { simulate, type SimulationOptions } from './autoscale/simulation.js';
import { headLine, rowLine, sumLines } from './autoscale/timeline.js';

const USAGE = `npm run load:autoscale -- [options]

  --listeners N     listeners of the burst (default 12); before it there is a quarter of them
  --seconds S       length of each phase: calm, burst, calm (default 15)
  --threads N       threads of a worker (default 1)
  --rtf R           time that a thread takes over the length of its audio (default 0.25)
  --wait S          wait that is allowed: the target is what a worker makes in it (default 2)
  --max N           most workers (default 6)
  --period S        how often the gateway is asked (default 1)
  --json FILE       also write the timeline there
`;

const FLAGS = {
  listeners: { type: 'string', default: '12' },
  seconds: { type: 'string', default: '15' },
  threads: { type: 'string', default: '1' },
  rtf: { type: 'string', default: '0.25' },
  wait: { type: 'string', default: '2' },
  max: { type: 'string', default: '6' },
  period: { type: 'string', default: '1' },
  json: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

process.setMaxListeners(0); // every child hears of our end

/** Of the threads, as the chart has it. */
const BUSY_TARGET = 0.8;

const figure = (name: string, text: string): number => {
  const value = Number(text);
  if (!(value > 0)) throw new RangeError(`--${name} must be a number above 0`);
  return value;
};

const read = () => parseArgs({ options: FLAGS }).values;

const optionsOf = (values: ReturnType<typeof read>): SimulationOptions => {
  const of = (name: 'listeners' | 'seconds' | 'threads' | 'rtf' | 'wait' | 'max' | 'period') =>
    figure(name, values[name]);
  const [seconds, threads, realTimeFactor] = [of('seconds'), of('threads'), of('rtf')];
  const few = Math.ceil(of('listeners') / 4);
  const debtSeconds = (threads / realTimeFactor) * of('wait');
  return {
    phases: [
      { name: 'nobody', seconds: 3, listeners: 0 },
      { name: 'calm', seconds, listeners: few },
      { name: 'burst', seconds, listeners: of('listeners') },
      { name: 'calm', seconds, listeners: few },
    ],
    ...{ threads, realTimeFactor, everyMs: of('period') * 1000 },
    rules: {
      targets: { debtSeconds, busySlots: BUSY_TARGET * threads },
      ...{ min: 0, max: of('max'), cooldownMs: 5_000, stabilisationMs: 5_000 },
    },
    onRow: (row) => console.log(rowLine(row)),
  };
};

const run = async (): Promise<void> => {
  const values = read();
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const options = optionsOf(values);
  const { threads, realTimeFactor, rules } = options;
  console.log(
    `A worker makes ${(threads / realTimeFactor).toFixed(1)} × real time; targets: ${JSON.stringify(rules.targets)}`,
  );
  console.log(headLine());
  const result = await simulate(options);
  console.log(sumLines(result).join('\n'));
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`);
  process.exitCode = result.sessionsFailed === 0 ? 0 : 1;
};

try {
  await run();
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}
