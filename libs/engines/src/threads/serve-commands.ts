import { parentPort, type MessagePort, type Transferable } from 'node:worker_threads';

import type { ThreadAnswer, ThreadRequest } from './thread-messages.js';

/** A reply, and the buffers in it that are handed over rather than copied. */
export interface Served<Reply> {
  readonly reply: Reply;
  readonly transfer?: readonly Transferable[];
}

/** A command that cannot be carried out; `code` tells its sender why. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  constructor(
    readonly code: string,
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}

/** Answers a supervised thread's commands one after the other; every failure becomes a refusal. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- it types what arrives
export const serveCommands = <Command, Reply>(
  carryOut: (command: Command) => Promise<Served<Reply>>,
): void => {
  const port = ownPort();
  const post = (answer: ThreadAnswer<Reply>, transfer: readonly Transferable[] = []): void =>
    port.postMessage(answer, transfer);
  const serve = async ({ id, command }: ThreadRequest<Command>): Promise<void> => {
    try {
      const { reply, transfer } = await carryOut(command);
      post({ kind: 'reply', id, reply }, transfer);
    } catch (error) {
      post(refusalOf(id, error));
    }
  };
  port.on('message', (request: ThreadRequest<Command>) => void serve(request));
  post({ kind: 'ready' });
};

const ownPort = (): MessagePort => {
  if (parentPort === null) throw new Error('this file runs as a worker thread only');
  return parentPort;
};

const refusalOf = (id: number, error: unknown): ThreadAnswer<never> => {
  const code = error instanceof Refusal ? error.code : 'failed';
  const message = error instanceof Error ? error.message : String(error);
  return { kind: 'refused', id, code, message };
};
