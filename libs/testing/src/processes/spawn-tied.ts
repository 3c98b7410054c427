import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Has the kernel kill what it starts when the starter dies (Linux, util-linux). */
const SETPRIV = '/usr/bin/setpriv';

const tied = (command: readonly string[]): readonly string[] =>
  existsSync(SETPRIV) ? [SETPRIV, '--pdeathsig', 'KILL', '--', ...command] : command;

/** Starts a program that never outlives this process, whether this one ends, crashes or is killed. */
export const spawnTied = (command: readonly string[], options: SpawnOptions): ChildProcess => {
  const [program = '', ...args] = tied(command);
  const child = spawn(program, args, options);
  const killWithUs = (): boolean => child.kill('SIGKILL');
  process.once('exit', killWithUs);
  child.once('exit', () => process.off('exit', killWithUs));
  return child;
};
