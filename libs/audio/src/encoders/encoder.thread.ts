import { parentPort } from 'node:worker_threads';

import { CodecHost } from './codec-host.js';
import type { EncoderCommand } from './thread-messages.js';

if (parentPort === null) throw new Error('this file runs as a worker thread only');
const port = parentPort;

const host = new CodecHost((answer) => port.postMessage(answer));

port.on('message', (command: EncoderCommand) => {
  if (command.kind === 'end') void host.idle().then(() => process.exit());
  else host.take(command);
});
