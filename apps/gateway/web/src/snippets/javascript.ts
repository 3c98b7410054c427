import type { SnippetRequest } from './snippet-request.js';
import { fileNameOf, KEY_VARIABLE, speechFieldsOf } from './snippet-request.js';

/** Writes the request for Node: audio is written while it is still being made. */
export const javascriptSnippet = (request: SnippetRequest): string =>
  `import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const response = await fetch(${JSON.stringify(`${request.url}/v1/audio/speech`)}, {
  method: 'POST',
  headers: {
    'Content-Type': 'application/json',${request.needsKey ? KEY_LINE : ''}
  },
  body: JSON.stringify(${indented(JSON.stringify(speechFieldsOf(request), null, 2))}),
});
if (!response.ok) throw new Error(await response.text());
await pipeline(Readable.fromWeb(response.body), createWriteStream('${fileNameOf(request)}'));
`;

const KEY_LINE = `
    Authorization: \`Bearer \${process.env.${KEY_VARIABLE}}\`,`;

const indented = (text: string): string => text.replaceAll('\n', '\n  ');
