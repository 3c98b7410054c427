/** Names a gateway process: host plus a random boot nonce, so that a restarted one is another. */
export type GatewayId = string & { readonly __brand: 'GatewayId' };

/** Names a worker process: host plus a random boot nonce. */
export type WorkerId = string & { readonly __brand: 'WorkerId' };

/** Brands a string as a gateway's name; letters, digits, `_`, `.` and `-` only (it goes into keys and job ids). */
export const gatewayId = (value: string): GatewayId => checked(value) as GatewayId; // the one factory

/** Brands a string as a worker's name; letters, digits, `_`, `.` and `-` only (it goes into keys). */
export const workerId = (value: string): WorkerId => checked(value) as WorkerId; // the one factory

const checked = (value: string): string => {
  if (!/^[\w.-]{1,128}$/.test(value)) throw new RangeError(`not a process name: ${value}`);
  return value;
};

/** One run of one sentence: where its chunks go and which run made them. */
export interface SentenceAddress {
  /** Fresh per utterance of a context on its gateway; u32. */
  readonly route: number;
  /** The sentence's number within the utterance, from 0; u32. */
  readonly seq: number;
  /** From 1; a higher attempt fences off the lower ones; u16. */
  readonly attempt: number;
}

/** Names a sentence of a gateway, whatever the attempt. */
export const sentenceKey = ({ route, seq }: Pick<SentenceAddress, 'route' | 'seq'>): string =>
  `${route}/${seq}`;

/** Says whether a `sentenceKey` is that of a sentence of the route. */
export const isOfRoute = (key: string, route: number): boolean => key.startsWith(`${route}/`);
