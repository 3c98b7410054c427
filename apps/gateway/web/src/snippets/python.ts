import type { SnippetRequest } from './snippet-request.js';
import { fileNameOf, KEY_VARIABLE, speechFieldsOf } from './snippet-request.js';

/** OpenAI's package insists on a model and a voice; the service knows these and means its own default. */
const INSISTED = { model: 'tts-1', voice: 'alloy' };

/** Writes the request for OpenAI's package. */
export const pythonSnippet = (request: SnippetRequest): string => {
  const named = { ...INSISTED, ...speechFieldsOf(request) };
  const lines = Object.entries(named).map(
    ([name, value]) => `    ${name}=${JSON.stringify(value)},`,
  );
  return `${request.needsKey ? 'import os\n\n' : ''}from openai import OpenAI

client = OpenAI(
    base_url=${JSON.stringify(`${request.url}/v1`)},
    api_key=${request.needsKey ? `os.environ["${KEY_VARIABLE}"]` : '"none"'},
)

with client.audio.speech.with_streaming_response.create(
${lines.join('\n')}
) as response:
    response.stream_to_file("${fileNameOf(request)}")
`;
};
