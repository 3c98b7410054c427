import type { GatewayUnderTest } from './gateway-under-test.js';

/** Fields of a request for speech. */
export type Fields = Readonly<Record<string, unknown>>;

/** One server-sent event. */
export interface ServerEvent {
  readonly event: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** What a call may have besides its body. */
export interface CallOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** Calls the HTTP side of a gateway. */
export class RestCall {
  constructor(private readonly gateway: () => GatewayUnderTest) {}

  /** `POST /v1/audio/speech`. */
  speech(fields: Fields, options: CallOptions = {}): Promise<Response> {
    return this.post('/v1/audio/speech', JSON.stringify({ input: 'Hello.', ...fields }), options);
  }

  /** `POST /v1/audio/speech/batch`. */
  batch(body: Fields): Promise<Response> {
    return this.post('/v1/audio/speech/batch', JSON.stringify(body));
  }

  post(path: string, body: string, options: CallOptions = {}): Promise<Response> {
    return fetch(`${this.gateway().url}${path}`, {
      method: 'POST',
      body,
      ...options,
      headers: { 'Content-Type': 'application/json', ...options.headers },
    });
  }

  /** Status and error of a request for speech that is refused. */
  async refusal(fields: Fields): Promise<{ readonly status: number; readonly error: ApiFault }> {
    return refusalOf(await this.speech(fields));
  }
}

/** The error of an answer, in OpenAI's shape. */
export interface ApiFault {
  readonly message: string;
  readonly type: string;
  readonly param: string | null;
  readonly code: number | string;
}

/** Reads the status and the error of an answer. */
export const refusalOf = async (
  response: Response,
): Promise<{ readonly status: number; readonly error: ApiFault }> => {
  const { error } = (await response.json()) as { readonly error: ApiFault }; // the assertions would notice anything else
  return { status: response.status, error };
};

/** All bytes of an answer. */
export const bytesOf = async (response: Response): Promise<Buffer> =>
  Buffer.from(await response.arrayBuffer());

/** The events of an answer. */
export const eventsOf = async (response: Response): Promise<readonly ServerEvent[]> =>
  (await response.text())
    .split('\n\n')
    .filter((block) => block !== '')
    .map((block) => {
      const [event = '', data = ''] = block.split('\n');
      return {
        event: event.replace('event: ', ''),
        data: JSON.parse(data.replace('data: ', '')) as ServerEvent['data'], // as above
      };
    });
