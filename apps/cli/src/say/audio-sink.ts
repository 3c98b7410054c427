/** Where the audio of one run of `say` goes; frames come in order. */
export interface AudioSink {
  write(bytes: Uint8Array): Promise<void>;
  /** Resolves when everything is heard or stored, with a sentence about it. */
  finish(): Promise<string>;
  /** Stops at once; what has come so far stays, where it was being stored. */
  cancel(): Promise<void>;
}
