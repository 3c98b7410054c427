import { SetupError } from '../setup/command.mjs';
import { SupervisedProcess } from './supervised-process.mjs';

/**
 * The order of going: the admin app is in nobody's way, the front drains while there are workers to finish its sentences, and
 * workers report back while there is a broker. Seconds that each gets on top of what it is given.
 */
const ROLES = [
  { role: 'admin', graceSeconds: 3 },
  { role: 'front', graceSeconds: 3 },
  { role: 'worker', graceSeconds: 5 },
  { role: 'broker', graceSeconds: 2 },
];

/**
 * All processes that were started, to be stopped together.
 *
 * `halt` is aborted with a `SetupError` when one dies before `settled`: it would die again.
 */
export class Fleet {
  #members = [];
  #halt;
  #settled = false;

  constructor(halt) {
    this.#halt = halt;
  }

  start(role, spec) {
    const child = new SupervisedProcess(spec, (name, reason) => this.#mayRestart(name, reason));
    this.#members.push({ role, child, cleanUp: spec.cleanUp });
    child.start();
  }

  /** From now on, processes that die are started again. */
  settled() {
    this.#settled = true;
  }

  #mayRestart(name, reason) {
    if (this.#settled) return true;
    const advice = 'Its last lines above say why.';
    this.#halt.abort(new SetupError(`${name} stopped while starting (${reason}). ${advice}`));
    return false;
  }

  /** Stops everything in order; the front has `drainSeconds` to finish what it is doing. */
  async stop(drainSeconds) {
    for (const { role, graceSeconds } of ROLES) {
      const seconds = graceSeconds + (role === 'front' ? drainSeconds : 0);
      await Promise.all(this.#with(role).map(({ child }) => child.stop(seconds * 1000)));
      for (const { cleanUp } of this.#with(role)) cleanUp?.();
    }
  }

  #with(wanted) {
    return this.#members.filter(({ role }) => role === wanted);
  }

  /** Ends everything at once. */
  kill() {
    for (const { child } of this.#members) child.kill();
  }
}
