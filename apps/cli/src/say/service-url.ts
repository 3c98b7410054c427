/** Where the service listens unless told otherwise. */
export const DEFAULT_SERVICE_URL = 'ws://127.0.0.1:8000/v1/audio/speech/stream';

const SPEECH_PATH = '/v1/audio/speech/stream';

const WEB_SOCKET: Readonly<Record<string, string>> = { 'http:': 'ws:', 'https:': 'wss:' };

/** Reads the address of a service; `http://host:port` is enough. Null when it is no such address. */
export const serviceUrl = (text: string): URL | null => {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  url.protocol = WEB_SOCKET[url.protocol] ?? url.protocol;
  if (url.protocol !== 'ws:' && url.protocol !== 'wss:') return null;
  if (url.pathname === '/') url.pathname = SPEECH_PATH;
  return url;
};
