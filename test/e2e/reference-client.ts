import { type Patience, type Received, SpeechClient } from '@chorale/testing';

/** What the reference client of the vLLM-Omni speech server sends first unless told otherwise. */
const CONFIG = {
  type: 'session.config',
  voice: 'Vivian',
  task_type: 'CustomVoice',
  language: 'Auto',
  speed: 1.0,
};

/** What is asked for: whole WAV files, or PCM as it is made. */
export type Wanted = 'wav' | 'pcm';

const FORMATS = {
  wav: { response_format: 'wav' },
  pcm: { response_format: 'pcm', stream_audio: true },
} as const;

/** Speaks as the reference client does: word by word, until `session.done`; resolves to all that came. */
export const referenceClientHears = async (
  url: string,
  { text, wanted, patience }: { text: string; wanted: Wanted; patience: Patience },
): Promise<readonly Received[]> => {
  const client = await SpeechClient.connect(url);
  client.send({ ...CONFIG, ...FORMATS[wanted] });
  for (const piece of text.split(/(?<= )/)) client.send({ type: 'input.text', text: piece });
  client.send({ type: 'input.done' });
  const received = await client.until('session.done', patience);
  client.close();
  return received;
};
