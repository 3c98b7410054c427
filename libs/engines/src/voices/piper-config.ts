import type { Field, Read } from './json-field.js';
import {
  FieldError,
  languageTag,
  listOf,
  matching,
  memberOf,
  membersOf,
  numberFrom,
  oneOf,
  optional,
  wholeNumberFrom,
} from './json-field.js';
import type { Speaker } from './manifest.js';
import { MOST_SPEAKERS } from './manifest.js';

/** How a voice speaks when it is not told otherwise. */
export interface InferenceDefaults {
  /** Noise on the latent. */
  readonly noiseScale: number;
  /** 1 is the pace of the training; larger is slower. */
  readonly lengthScale: number;
  /** Noise on the durations. */
  readonly noiseWidth: number;
}

/** What Chorale needs of a Piper voice's `.onnx.json`. */
export interface PiperConfig {
  /** Hz. */
  readonly sampleRate: number;
  /** BCP-47. */
  readonly language: string;
  /** The name of the eSpeak NG voice that makes the phonemes. */
  readonly espeakVoice: string;
  /** At least one. */
  readonly speakers: readonly Speaker[];
  readonly inference: InferenceDefaults;
  /** From a phoneme (one code point or more) to the ids that stand for it. */
  readonly phonemeIds: ReadonlyMap<string, readonly number[]>;
}

const MOST_PHONEMES = 4_096;
const MOST_IDS = 65_535;

const scaleOr = (field: Field, otherwise: number): number =>
  optional(field, numberFrom(0, 10)) ?? otherwise;

/** The defaults are those of Piper itself, for configurations that leave them out. */
const inferenceOf = (field: Field): InferenceDefaults => ({
  noiseScale: scaleOr(memberOf(field, 'noise_scale'), 0.667),
  lengthScale: scaleOr(memberOf(field, 'length_scale'), 1),
  noiseWidth: scaleOr(memberOf(field, 'noise_w'), 0.8),
});

const numbered = (count: number): readonly Speaker[] =>
  Array.from({ length: count }, (_, id) => ({ name: count === 1 ? 'default' : String(id), id }));

const speakersOf = (document: Field): readonly Speaker[] => {
  const count =
    optional(memberOf(document, 'num_speakers'), wholeNumberFrom(1, MOST_SPEAKERS)) ?? 1;
  const map = memberOf(document, 'speaker_id_map');
  const named = optional(map, (field) => membersOf(field, MOST_SPEAKERS)) ?? [];
  if (count === 1 || named.length === 0) return numbered(count);
  const speakers = named.map(([name, id]) => ({ name, id: wholeNumberFrom(0, count - 1)(id) }));
  return speakers.sort((a, b) => a.id - b.id);
};

const phonemeIdsOf = (field: Field): ReadonlyMap<string, readonly number[]> => {
  const ids = listOf(wholeNumberFrom(0, MOST_IDS), 16);
  const entries = membersOf(field, MOST_PHONEMES);
  if (entries.length === 0) throw new FieldError(field.path, 'an object with phonemes');
  return new Map(entries.map(([phoneme, each]) => [phoneme, ids(each)]));
};

const refuseOtherPhonemes = (field: Field): void => {
  optional(field, oneOf('espeak'));
};

/** Early configurations name no language: their eSpeak voice then says it. */
const languageOf = (document: Field, espeak: Field): string => {
  const language = memberOf(document, 'language');
  return languageTag(language.value === undefined ? espeak : memberOf(language, 'code'));
};

/** Reads a Piper configuration of unknown origin; throws a `FieldError` that names the first field that is wrong. */
export const readPiperConfig: Read<PiperConfig> = (document) => {
  refuseOtherPhonemes(memberOf(document, 'phoneme_type'));
  const espeak = memberOf(memberOf(document, 'espeak'), 'voice');
  return {
    sampleRate: wholeNumberFrom(
      8_000,
      192_000,
    )(memberOf(memberOf(document, 'audio'), 'sample_rate')),
    language: languageOf(document, espeak),
    espeakVoice: matching(/^[\w/+-]{1,64}$/, 'the name of an eSpeak voice')(espeak),
    speakers: speakersOf(document),
    inference: inferenceOf(memberOf(document, 'inference')),
    phonemeIds: phonemeIdsOf(memberOf(document, 'phoneme_id_map')),
  };
};
