import type { SpeechSettings } from '../speech/speech-settings.js';

/** What a piece of code is to ask for. */
export interface SnippetRequest extends SpeechSettings {
  /** The service's address, without a slash at the end. */
  readonly url: string;
  readonly text: string;
  /** Whether the service wants a key. The key itself never stands in code. */
  readonly needsKey: boolean;
}

/** Where the code finds its key. */
export const KEY_VARIABLE = 'CHORALE_API_KEY';

/** The fields of the request, without what is default anyway. */
export const speechFieldsOf = ({ text, voice, speed, format }: SnippetRequest) => ({
  input: text,
  ...(voice === '' ? {} : { voice }),
  response_format: format,
  ...(speed === 1 ? {} : { speed }),
});

/** The file that the audio is to be written to. */
export const fileNameOf = ({ format }: SpeechSettings): string =>
  `speech.${format === 'opus' ? 'ogg' : format}`;
