import { readFileSync } from 'node:fs';

import { inRoot } from '../setup/paths.mjs';

/** All settings, checked before anything starts, and the environment in which the children find them. */
export const readSettings = async (argv) => {
  const config = await import('../../libs/config/dist/index.js'); // exists only since the build
  const { redisEnv, gatewayEnv, speechEnv, workerEnv, voicesEnv, logEnv, launcherEnv } = config;
  const speaking = [redisEnv, gatewayEnv, speechEnv, workerEnv, voicesEnv, logEnv];
  const slices = [...speaking, config.adminEnv, launcherEnv];
  const sources = { argv, env: process.env, dotenvPath: inRoot('.env') };
  return {
    settings: config.loadConfig(slices, sources),
    // ONNX Runtime's official builds report usage from version 1.29 on unless told not to.
    env: { ...process.env, ...config.readFlags(argv).values, ORT_DISABLE_TELEMETRY: '1' },
  };
};

const USAGE = `npm start -- [settings]

Runs Chorale until Ctrl-C. Settings, as flags (--port 8001), in the environment or in .env:
`;

/** Prints every setting with its meaning and default. */
export const printHelp = () => {
  const settings = readFileSync(inRoot('.env.example'), 'utf8').split('\n\n').slice(1).join('\n\n');
  console.log(`${USAGE}\n${settings}`);
};
