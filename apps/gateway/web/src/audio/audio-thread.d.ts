// What TypeScript's DOM library leaves out: the names of the audio thread.

declare const sampleRate: number;

declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}

declare function registerProcessor(
  name: string,
  processor: new () => AudioWorkletProcessor & {
    process(inputs: unknown, outputs: readonly (readonly Float32Array[])[]): boolean;
  },
): void;
