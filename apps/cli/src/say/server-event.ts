/** What a JSON message of the service means to a listener; anything unknown is passed over. */
export type ServerEvent =
  /** A sentence begins; `sampleRate` in Hz where the service says it. */
  | { readonly kind: 'sentence-started'; readonly sampleRate: number | null }
  | { readonly kind: 'sentence-ended'; readonly failed: boolean }
  | { readonly kind: 'all-spoken' }
  | { readonly kind: 'problem'; readonly message: string }
  | { readonly kind: 'other' };

type JsonObject = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

const rateOf = ({ sample_rate: rate }: JsonObject): number | null =>
  typeof rate === 'number' && rate > 0 ? rate : null;

const eventOf = (message: JsonObject): ServerEvent => {
  switch (message['type']) {
    case 'audio.start':
      return { kind: 'sentence-started', sampleRate: rateOf(message) };
    case 'audio.done':
      return { kind: 'sentence-ended', failed: message['error'] === true };
    case 'session.done':
      return { kind: 'all-spoken' };
    case 'error':
      return { kind: 'problem', message: String(message['message']) };
    default:
      return { kind: 'other' };
  }
};

/** Reads a text frame of the service; fields and messages of later versions are no error. */
export const readServerEvent = (frame: string): ServerEvent => {
  const message = parse(frame);
  return isObject(message) ? eventOf(message) : { kind: 'other' };
};
