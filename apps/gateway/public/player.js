import { PcmOutput } from './pcm-output.js';
import { SpeechSocket } from './speech-socket.js';

const byId = (id) => document.getElementById(id);

const page = {
  form: byId('form'),
  text: byId('text'),
  voice: byId('voice'),
  voices: byId('voices'),
  stop: byId('stop'),
  state: byId('state'),
  ttfa: byId('ttfa'),
  underruns: byId('underruns'),
  buffer: byId('buffer'),
  bufferText: byId('buffer-text'),
  sentences: byId('sentences'),
  error: byId('error'),
};

const BUSY = new Set(['connecting', 'waiting', 'playing', 'buffering']);

const socket = new SpeechSocket(document.baseURI);
let output = null;
/** Sentences of this speech: where each begins, in samples, and its line on the page. */
let sentences = [];
/** What a late answer to an earlier click must not touch. */
let turn = 0;

const showState = (state) => {
  if (page.state.dataset.state === state) return; // A reader must not hear it again.
  page.state.dataset.state = state;
  page.state.textContent = state;
  page.stop.disabled = !BUSY.has(state);
};

const isBusy = () => BUSY.has(page.state.dataset.state);

const showProblem = (message) => {
  page.error.textContent = message;
  page.error.hidden = message === '';
};

const showFirstAudio = (ms) => {
  page.ttfa.dataset.ms = ms === null ? '' : String(ms);
  page.ttfa.textContent = ms === null ? '–' : `${ms} ms`;
};

const showUnderruns = (count) => {
  page.underruns.dataset.count = String(count);
  page.underruns.textContent = String(count);
};

const showBuffer = (seconds) => {
  page.buffer.value = seconds;
  page.bufferText.textContent = `${seconds.toFixed(1)} s`;
};

const addSentence = (text) => {
  const line = document.createElement('li');
  line.textContent = text;
  page.sentences.append(line);
  sentences.push({ from: output.cursor, line });
};

/** The sentence under the cursor lights up. */
const markSentence = (played) => {
  const current = sentences.findLast(({ from }) => from <= played);
  for (const { line } of sentences) line.removeAttribute('aria-current');
  if (current && isBusy()) current.line.setAttribute('aria-current', 'true');
};

const showLevel = ({ buffered, played, underruns, playing }) => {
  showBuffer(buffered);
  if (!isBusy()) return;
  showUnderruns(underruns);
  if (playing) showState('playing');
  else if (page.state.dataset.state === 'playing') showState('buffering');
  markSentence(played);
};

const finish = () => {
  if (!isBusy()) return;
  showState('idle');
  showBuffer(0);
  markSentence(-1);
};

const clearPage = () => {
  sentences = [];
  page.sentences.replaceChildren();
  showProblem('');
  showFirstAudio(null);
  showUnderruns(0);
  showBuffer(0);
};

const stop = () => {
  turn += 1;
  socket.stop();
  output?.clear();
  finish();
};

const fail = (message) => {
  socket.stop();
  showProblem(message);
  if (page.ttfa.dataset.ms === '') finish();
  else output?.end(); // What has come may still be heard.
};

/** Everything that happens to one utterance; times count from the moment its text was sent. */
const listenersFor = () => {
  let sentAt = 0;
  let rate = 24_000;
  return {
    sent: () => {
      sentAt = performance.now();
      showState('waiting');
    },
    sentence: (sentence) => {
      rate = sentence.rate ?? rate;
      addSentence(sentence.text);
    },
    audio: (buffer) => {
      if (page.ttfa.dataset.ms === '') showFirstAudio(Math.round(performance.now() - sentAt));
      output.play(buffer, rate);
    },
    sentenceDone: ({ failed }) => {
      if (failed) sentences.at(-1)?.line.setAttribute('data-failed', '');
    },
    problem: showProblem,
    done: () => {
      if (page.ttfa.dataset.ms === '') finish();
      else output.end();
    },
    failed: fail,
  };
};

const wakeOutput = async () => {
  output ??= await PcmOutput.open({ level: showLevel, drained: finish });
  await output.wake();
};

const speak = async () => {
  const text = page.text.value.trim();
  if (text === '') return;
  stop();
  clearPage();
  showState('connecting');
  const mine = turn;
  try {
    await wakeOutput();
    if (mine === turn) await socket.speak(text, page.voice.value.trim(), listenersFor());
  } catch (error) {
    showState('idle');
    showProblem(error instanceof Error ? error.message : String(error));
  }
};

const namesIn = ({ voices = [] }) =>
  voices.map((voice) => (typeof voice === 'string' ? voice : voice.id)).filter(Boolean);

/** The list only helps with typing: without it the page works as well. */
const listVoices = async () => {
  const response = await fetch(new URL('v1/audio/voices', document.baseURI));
  if (!response.ok) return;
  const names = namesIn(await response.json());
  page.voices.replaceChildren(...names.map((name) => new Option(name, name)));
};

page.form.addEventListener('submit', (event) => {
  event.preventDefault();
  speak();
});
page.stop.addEventListener('click', stop);
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') stop();
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) page.form.requestSubmit();
});
listVoices().catch(() => undefined);
