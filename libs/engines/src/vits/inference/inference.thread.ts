import { threadId } from 'node:worker_threads';

import { env } from 'onnxruntime-node';

import { Refusal, serveCommands, type Served } from '../../threads/serve-commands.js';
import { decode } from './decode.js';
import { encode } from './encode.js';
import { LoadedVoice } from './loaded-voice.js';
import type { InferenceCommand, InferenceReply, LoadCommand } from './messages.js';

const voices = new Map<string, LoadedVoice>();

/** Begins the names of this thread's profiles while it records. */
let profilePrefix: string | null = null;

const carryOut = async (command: InferenceCommand): Promise<Served<InferenceReply>> => {
  switch (command.kind) {
    case 'load':
      return { reply: await load(command) };
    case 'unload':
      return { reply: await unload(command.voice) };
    case 'record':
      return { reply: await record(command.prefix) };
    case 'encode':
      return { reply: await encode(loaded(command.voice), command) };
    case 'decode':
      return handOver(await decode(loaded(command.voice), command));
  }
};

const load = async (command: LoadCommand): Promise<InferenceReply> => {
  const voice = voices.get(command.voice) ?? (await LoadedVoice.load(command, profilePrefix));
  voices.set(command.voice, voice);
  return { kind: 'loaded', report: voice.report, runtime: runtimeVersion() };
};

const unload = async (name: string): Promise<InferenceReply> => {
  await voices.get(name)?.release();
  voices.delete(name);
  return { kind: 'unloaded' };
};

/** Whether a session records is decided when it is opened, so all are opened anew. */
const record = async (prefix: string | null): Promise<InferenceReply> => {
  profilePrefix = prefix && `${prefix}-thread${threadId}`;
  for (const [name, former] of voices) {
    voices.set(name, await LoadedVoice.load(former.command, profilePrefix));
    await former.release();
  }
  return { kind: 'recording' };
};

const loaded = (name: string): LoadedVoice => {
  const voice = voices.get(name);
  if (voice === undefined) throw new Refusal('failed', `the voice ${name} is not loaded`);
  return voice;
};

const handOver = (reply: InferenceReply): Served<InferenceReply> =>
  reply.kind === 'decoded' && reply.samples.buffer instanceof ArrayBuffer
    ? { reply, transfer: [reply.samples.buffer] }
    : { reply };

const runtimeVersion = (): string => env.versions.node ?? env.versions.common;

serveCommands(carryOut);
