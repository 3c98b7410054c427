import { parentPort } from 'node:worker_threads';

import { InferenceSession, Tensor } from 'onnxruntime-node';

/** What the thread is asked for: the sound of these ids. `load` comes first. */
export type UnsplitRequest =
  | { readonly kind: 'load'; readonly model: string }
  | { readonly kind: 'speak'; readonly ids: readonly number[] };

/** The sound at the voice's own rate, -1 to 1; none for `load`. */
export type UnsplitReply = Float32Array;

const SILENCE = new Float32Array(0);

let session: InferenceSession | null = null;

const load = async (model: string): Promise<UnsplitReply> => {
  session = await InferenceSession.create(model, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
  });
  return SILENCE;
};

const speak = async (ids: readonly number[]): Promise<UnsplitReply> => {
  const outputs = await session?.run({
    input: new Tensor('int64', BigInt64Array.from(ids, BigInt), [1, ids.length]),
    input_lengths: new Tensor('int64', BigInt64Array.of(BigInt(ids.length)), [1]),
    scales: new Tensor('float32', Float32Array.of(0.667, 1, 0.8), [3]),
  });
  const sound = outputs?.['output']?.data;
  return sound instanceof Float32Array ? sound : SILENCE;
};

parentPort?.on('message', (request: UnsplitRequest) => {
  const answer = request.kind === 'load' ? load(request.model) : speak(request.ids);
  void answer.then((sound) => parentPort?.postMessage(sound));
});
