import { addAbortSignal } from 'node:stream';

import { Command, InvalidArgumentError, Option } from 'commander';

import type { AudioSink } from './say/audio-sink.js';
import { openRawFile, openWavFile } from './say/file-sink.js';
import { freeName, openPlayer } from './say/player-sink.js';
import { findPlayer } from './say/players.js';
import { sayRun } from './say/say-run.js';
import { DEFAULT_SERVICE_URL, serviceUrl } from './say/service-url.js';
import type { FormatName } from './say/speech-format.js';
import { configFor, FORMAT_NAMES, speechFormat } from './say/speech-format.js';
import { piecesOf, wordsOf } from './say/text-pieces.js';

interface Options {
  readonly url: URL;
  readonly voice?: string;
  readonly language?: string;
  readonly out?: string;
  readonly format: FormatName;
  readonly sampleRate?: number;
  readonly apiKey?: string;
}

const parseUrl = (text: string): URL => {
  const url = serviceUrl(text);
  if (url === null) throw new InvalidArgumentError('It must be a ws:// or http:// address.');
  return url;
};

const parseRate = (text: string): number => {
  if (!/^\d{4,5}$/.test(text)) throw new InvalidArgumentError('It must be a number of Hz.');
  return Number(text);
};

const STDIN = '-';

const textOf = async function* (
  words: readonly string[],
  signal: AbortSignal,
): AsyncIterable<string> {
  const fromStdin = words.length === 0 || (words.length === 1 && words[0] === STDIN);
  if (!fromStdin) return yield* piecesOf(words.join(' '));
  if (process.stdin.isTTY) console.error('Type what to say; Ctrl-D ends it.');
  const input = addAbortSignal(signal, process.stdin.setEncoding('utf8'));
  yield* wordsOf(input);
};

/** A file if one is named, else the loudspeaker, else a file after all. */
const sinkOpener =
  ({ out, format }: Options) =>
  async (sampleRate: number): Promise<AudioSink> => {
    if (out !== undefined)
      return format === 'wav' ? openWavFile(out, sampleRate) : openRawFile(out);
    const player = await findPlayer(process.env['PATH'] ?? '');
    if (player !== null) return openPlayer(player, sampleRate);
    console.error('No player found (ffplay, paplay, pw-play, aplay, afplay, play).');
    return openWavFile(freeName('.'), sampleRate);
  };

const interrupted = new Error('Interrupted.');

const say = async (
  words: readonly string[],
  options: Options,
  signal: AbortSignal,
): Promise<boolean> => {
  const format = speechFormat(options.format);
  if (!format.playable && options.out === undefined)
    throw new TypeError(`${format.name} cannot be played here: name a file with --out.`);
  const { url, apiKey = null, voice = null, language = null, sampleRate = null } = options;
  const config = configFor(format, { voice, language, sampleRate });
  return sayRun({
    request: { url, apiKey, config },
    format,
    pieces: textOf(words, signal),
    openSink: sinkOpener(options),
    signal,
    now: () => performance.now(),
    onProblem: (message) => console.error(message),
    onLine: (line) => console.error(line),
  });
};

const run = async (words: readonly string[], options: Options): Promise<number> => {
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort(interrupted));
  try {
    return (await say(words, options, stop.signal)) ? 0 : 1;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return stop.signal.aborted ? 130 : 1;
  } finally {
    stop.abort(interrupted); // Ends the reading of standard input, if that goes on.
  }
};

const program = new Command('say')
  .description('Speaks text through a running service, or saves the speech.')
  .argument('[text...]', `what to say; "${STDIN}" or nothing reads standard input, word by word`)
  .addOption(
    new Option('--url <url>', 'where the service is')
      .env('SERVICE_URL')
      .argParser(parseUrl)
      .default(parseUrl(DEFAULT_SERVICE_URL), DEFAULT_SERVICE_URL),
  )
  .option('--voice <name>', 'a voice or an alias; the service lists them at /v1/audio/voices')
  .option('--language <language>', 'an English name, a BCP-47 tag, or Auto')
  .option('--out <file>', 'save the speech instead of playing it')
  .addOption(new Option('--format <format>', 'what to save').choices(FORMAT_NAMES).default('wav'))
  .option('--sample-rate <hz>', 'samples a second', parseRate)
  .addOption(new Option('--api-key <key>', 'key of the service').env('SERVICE_API_KEY'))
  .action(async (words: string[], options: Options) => {
    process.exitCode = await run(words, options);
  });

await program.parseAsync();
