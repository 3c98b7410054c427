import type { SnippetRequest } from './snippet-request.js';
import { fileNameOf, KEY_VARIABLE, speechFieldsOf } from './snippet-request.js';

/** Writes the request for a POSIX shell. */
export const curlSnippet = (request: SnippetRequest): string =>
  [
    `curl --fail-with-body ${quoted(`${request.url}/v1/audio/speech`)}`,
    ...(request.needsKey ? [`--header "Authorization: Bearer $${KEY_VARIABLE}"`] : []),
    "--header 'Content-Type: application/json'",
    `--data ${quoted(JSON.stringify(speechFieldsOf(request)))}`,
    `--output ${fileNameOf(request)}`,
  ].join(' \\\n  ');

/** In single quotes a shell reads everything as it is, but the quote itself. */
const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
