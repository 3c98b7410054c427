/** What nearly every speech is made at; other rates are converted while playing. */
const USUAL_RATE = 24_000;

const openContext = () => {
  try {
    return new AudioContext({ sampleRate: USUAL_RATE, latencyHint: 'interactive' });
  } catch {
    return new AudioContext(); // Some devices only take their own rate.
  }
};

/** Turns little-endian PCM16 into floats; a byte that is left over waits for the next frame. */
class Pcm16Reader {
  #left = new Uint8Array(0);

  read(buffer) {
    const bytes = new Uint8Array(this.#left.length + buffer.byteLength);
    bytes.set(this.#left);
    bytes.set(new Uint8Array(buffer), this.#left.length);
    const count = Math.floor(bytes.length / 2);
    this.#left = bytes.slice(count * 2);
    const view = new DataView(bytes.buffer);
    return Float32Array.from({ length: count }, (_, at) => view.getInt16(at * 2, true) / 32_768);
  }

  reset() {
    this.#left = new Uint8Array(0);
  }
}

/** Plays PCM16 mono as it comes. */
export class PcmOutput {
  #context;
  #node;
  #reader = new Pcm16Reader();
  /** Samples handed over so far: where the next frame begins. */
  cursor = 0;

  /** `listeners`: level({ buffered, played, underruns, playing }) and drained(). */
  constructor(context, node, listeners) {
    this.#context = context;
    this.#node = node;
    node.port.onmessage = ({ data }) => listeners[data.kind]?.(data);
    node.connect(context.destination);
  }

  /** Call it from a click or a key: browsers keep silent pages silent. */
  static async open(listeners) {
    const context = openContext();
    await context.resume();
    if (!context.audioWorklet)
      throw new Error('This browser plays live audio only over https or on localhost.');
    await context.audioWorklet.addModule(new URL('worklet.js', import.meta.url));
    const options = { numberOfInputs: 0, outputChannelCount: [1] };
    const node = new AudioWorkletNode(context, 'cursor-player', options);
    return new PcmOutput(context, node, listeners);
  }

  /** Sound stops while a phone is locked, and must be asked for again. */
  async wake() {
    await this.#context.resume();
  }

  play(buffer, rate) {
    const samples = this.#reader.read(buffer);
    this.cursor += samples.length;
    this.#node.port.postMessage({ kind: 'samples', samples, rate }, [samples.buffer]);
  }

  /** No more is to come: what is left may be played to its end. */
  end() {
    this.#node.port.postMessage({ kind: 'end' });
  }

  /** Falls silent at once. */
  clear() {
    this.cursor = 0;
    this.#reader.reset();
    this.#node.port.postMessage({ kind: 'clear' });
  }
}
