import type { EncoderErrorCode, EncodingWish } from './audio-encoder.js';
import type { CompressedFormat } from './create-codec.js';

/** What an encoder thread is sent. `stream` names a stream, `call` the answer that is waited for. */
export type EncoderCommand =
  | {
      readonly kind: 'open';
      readonly stream: number;
      readonly format: CompressedFormat;
      readonly wish: EncodingWish;
    }
  | {
      readonly kind: 'encode';
      readonly stream: number;
      readonly call: number;
      readonly samples: Uint8Array;
    }
  | { readonly kind: 'finish'; readonly stream: number; readonly call: number }
  | { readonly kind: 'drop'; readonly stream: number }
  /** Nothing more comes: the thread ends when it is done. */
  | { readonly kind: 'end' };

/** What an encoder thread says: one answer for each call, and that it gets on with a long one. */
export type EncoderAnswer =
  | { readonly kind: 'progress' }
  | { readonly kind: 'bytes'; readonly call: number; readonly bytes: Uint8Array }
  | {
      readonly kind: 'failed';
      readonly call: number;
      readonly code: EncoderErrorCode;
      readonly message: string;
    };
