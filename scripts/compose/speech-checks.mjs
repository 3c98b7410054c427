import { check } from '../images/check.mjs';
import { until } from '../launch/network.mjs';
import { listen } from './listener.mjs';
import { onlyOne } from './project.mjs';

const SENTENCE = 'This sentence was spoken by containers that Compose has started.';

/** Enough for workers to be in the middle of it when one of them is killed. */
const LONG_TEXT = [
  'On the first morning the ships left the harbour one after the other, and nobody counted them.',
  'On the second morning the fog came in from the sea, so thick that the bells were rung all day.',
  'On the third morning a boy climbed the tower and said that he could see a mast in the distance.',
  'On the fourth morning the whole town stood at the quay, though it rained and the wind was cold.',
  'On the fifth morning they went home again, for what he had seen was only a tree on the far shore.',
  'On the sixth morning the fog was gone, the sea was empty, and the bells were silent once more.',
  'On the seventh morning the ships came back, all of them, with their holds full of oranges.',
  'On the eighth morning every child in that town had an orange, and the boy on the tower had two.',
].join(' ');

const BYTES_PER_SAMPLE = 2;
const WAV_HEADER_BYTES = 44;

/** Speech is far above it, and noise of a model that says nothing far below; full scale is 32 768. */
const AUDIBLE_PEAK = 3_000;

/** Nobody says a character in less. */
const LEAST_SECONDS_PER_CHARACTER = 0.03;

const peakOf = (pcm) => {
  let peak = 0;
  for (let at = 0; at + 1 < pcm.length; at += BYTES_PER_SAMPLE)
    peak = Math.max(peak, Math.abs(pcm.readInt16LE(at)));
  return peak;
};

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

const seconds = (ms) => (ms / 1_000).toFixed(1);

const isSpeech = (pcm, rate, text) =>
  peakOf(pcm) > AUDIBLE_PEAK &&
  pcm.length / (BYTES_PER_SAMPLE * rate) > text.length * LEAST_SECONDS_PER_CHARACTER;

const checkComplete = ({ pcm, rate, totals, sentences }, text) => {
  const lasts = (pcm.length / (BYTES_PER_SAMPLE * rate)).toFixed(1);
  check(
    pcm.length === sum(totals) && totals.length === sentences && totals.every((total) => total > 0),
    `all of ${sentences} sentences came: ${pcm.length} bytes, ${lasts} s at ${rate} Hz`,
  );
  check(isSpeech(pcm, rate, text), 'it is speech and not silence');
};

/** One sentence over the WebSocket, from the host. */
export const checkStreaming = async (url) => {
  const heard = await listen(url, SENTENCE);
  checkComplete(heard, SENTENCE);
  console.log(`  first audio after ${Math.round(heard.firstMs)} ms`);
};

const REQUEST_MS = 60_000;

/** One sentence over HTTP. */
export const checkRequest = async (url) => {
  const body = { model: 'tts-1', voice: 'alloy', input: SENTENCE, response_format: 'wav' };
  const response = await fetch(`${url}/v1/audio/speech`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(REQUEST_MS),
  });
  const wav = Buffer.from(await response.arrayBuffer());
  const isWav = response.ok && wav.toString('latin1', 0, 4) === 'RIFF';
  check(isWav, `a request is answered with a WAV file of ${wav.length} bytes`);
  const rate = wav.readUInt32LE(24);
  check(isSpeech(wav.subarray(WAV_HEADER_BYTES), rate, SENTENCE), 'that is speech as well');
};

const retriesAt = async (url) => {
  const page = await (await fetch(`${url}/metrics`)).text();
  return Number(/^chorale_sentence_retries_total (\S+)$/m.exec(page)?.[1]);
};

/** Kills a worker at the first audio of a text whose samples are known from before. */
export const checkDeathOfWorker = async (project, url) => {
  const undisturbed = await listen(url, LONG_TEXT);
  checkComplete(undisturbed, LONG_TEXT);
  const [victim] = await project.containers('worker');
  const retries = await retriesAt(url);
  let killed = null;
  const heard = await listen(url, LONG_TEXT, () => {
    killed ??= project.docker('kill', victim.id).then(() => performance.now());
  });
  const leftMs = performance.now() - (await killed);
  const again = (await retriesAt(url)) - retries;
  check(
    leftMs > 0 && again > 0,
    `a worker was killed while it spoke; ${again} sentences began again`,
  );
  check(heard.pcm.equals(undisturbed.pcm), 'every sample came, once, as without the death');
  console.log(`  the stream went on for ${seconds(leftMs)} s after it`);
};

const BACK = { timeoutMs: 60_000, everyMs: 200 };

/** Has a worker end in order; Docker starts it again. The other one may have been killed before. */
export const checkRestart = async (project) => {
  const before = onlyOne((await project.containers('worker')).filter(({ isRunning }) => isRunning));
  await project.docker('exec', before.id, 'node', '--eval', "process.kill(1, 'SIGTERM')");
  const isBack = async () => {
    const workers = await project.containers('worker');
    return workers.some(({ id, restarts }) => id === before.id && restarts > before.restarts);
  };
  check(await until(isBack, BACK), 'a worker that ends is started again');
};
