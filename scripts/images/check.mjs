import { SetupError } from '../setup/command.mjs';

/** Says what holds; throws where it does not. */
export const check = (good, words) => {
  if (!good) throw new SetupError(`FAILED: ${words}`);
  console.log(`  ok: ${words}`);
};
