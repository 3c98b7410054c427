import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from '@jest/globals';

import { readBatchRequest } from './batch-request.js';
import { readSpeechRequest } from './speech-request.js';

const DOCUMENT = readFileSync(join(import.meta.dirname, '../../../../docs/protocol.md'), 'utf8');

const examplesOf = (kind: string) =>
  [...DOCUMENT.matchAll(new RegExp(`^\`\`\`json ${kind}\\n([^]*?)^\`\`\`$`, 'gm'))].map(
    ([, json = '']) => json,
  );

describe('docs/protocol.md, about HTTP', () => {
  it.each(examplesOf('speech'))('shows a request for speech that is understood: %s', (json) => {
    expect(readSpeechRequest(json, 'omni')).toMatchObject({ kind: 'request' });
  });

  it.each(examplesOf('batch'))('shows a batch that is understood: %s', (json) => {
    expect(readBatchRequest(json, 'omni')).toMatchObject({ kind: 'batch' });
  });
});
