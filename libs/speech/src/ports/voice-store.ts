/** What is known about a voice that a client uploaded. */
export interface UploadedVoice {
  /** As the client wrote it; names differ by more than case. */
  readonly name: string;
  /** Names the recording by which the speaker agreed. */
  readonly consent: string;
  /** Seconds since 1970. */
  readonly createdAt: number;
  readonly mimeType: string;
  /** Bytes of the sample. */
  readonly fileSize: number;
  /** What is said in the sample. */
  readonly refText: string | null;
  readonly description: string | null;
}

/** How storing a voice ended. */
export type VoiceStorage =
  | { readonly kind: 'stored' }
  /** A voice of this name is there, and was not to be replaced. */
  | { readonly kind: 'exists' }
  /** As many voices are there as may, or as many bytes. */
  | { readonly kind: 'full'; readonly limit: 'voices' | 'bytes' };

/** How much a store takes. Writers in several processes can overstep it by one voice each. */
export interface VoiceLimits {
  readonly maxVoices: number;
  readonly maxBytes: number;
}

/**
 * Voices that clients uploaded, shared by all gateways that use the same store. A voice is there as a
 * whole or not at all, whatever dies meanwhile. Rejects when the store cannot be reached.
 */
export interface VoiceStore {
  /** Sorted by name in lower case. */
  list(): Promise<readonly UploadedVoice[]>;
  /** Stores a voice, instead of one of the same name if `replace` says so. */
  put(voice: UploadedVoice, sample: Uint8Array, replace: boolean): Promise<VoiceStorage>;
  /** The sample of a voice, named in any case; null if there is none. */
  sample(name: string): Promise<Uint8Array | null>;
  /** False if there was no such voice. */
  delete(name: string): Promise<boolean>;
}
