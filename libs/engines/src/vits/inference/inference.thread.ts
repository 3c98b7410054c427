import { env } from 'onnxruntime-node';

import { Refusal, serveCommands, type Served } from '../../threads/serve-commands.js';
import { decode } from './decode.js';
import { encode } from './encode.js';
import { LoadedVoice } from './loaded-voice.js';
import type { InferenceCommand, InferenceReply, LoadCommand } from './messages.js';

const voices = new Map<string, LoadedVoice>();

const carryOut = async (command: InferenceCommand): Promise<Served<InferenceReply>> => {
  switch (command.kind) {
    case 'load':
      return { reply: await load(command) };
    case 'unload':
      return { reply: await unload(command.voice) };
    case 'encode':
      return { reply: await encode(loaded(command.voice), command) };
    case 'decode':
      return handOver(await decode(loaded(command.voice), command));
  }
};

const load = async (command: LoadCommand): Promise<InferenceReply> => {
  const voice = voices.get(command.voice) ?? (await LoadedVoice.load(command));
  voices.set(command.voice, voice);
  return { kind: 'loaded', report: voice.report, runtime: runtimeVersion() };
};

const unload = async (name: string): Promise<InferenceReply> => {
  await voices.get(name)?.release();
  voices.delete(name);
  return { kind: 'unloaded' };
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
