import { useState } from 'preact/hooks';

import { curlSnippet } from '../snippets/curl.js';
import { javascriptSnippet } from '../snippets/javascript.js';
import { pythonSnippet } from '../snippets/python.js';
import type { SnippetRequest } from '../snippets/snippet-request.js';

const LANGUAGES = [
  { name: 'curl', write: curlSnippet },
  { name: 'JavaScript', write: javascriptSnippet },
  { name: 'Python', write: pythonSnippet },
] as const;

type Language = (typeof LANGUAGES)[number];

/** The same request as code. */
export const CodePanel = ({ request }: { readonly request: SnippetRequest }) => {
  const [language, setLanguage] = useState<Language>(LANGUAGES[0]);
  const code = language.write(request);
  return (
    <section class="card code" aria-label="The same as code">
      <div class="row">
        <h2>Use it in your code</h2>
        <fieldset class="modes small">
          <legend class="hidden">Language</legend>
          {LANGUAGES.map((each) => (
            <label key={each.name}>
              <input
                type="radio"
                name="language"
                checked={each === language}
                onChange={() => setLanguage(each)}
              />
              <span>{each.name}</span>
            </label>
          ))}
        </fieldset>
        <CopyButton key={code} text={code} />
      </div>
      <pre tabIndex={0} aria-label={`${language.name} code`}>
        <code>{code}</code>
      </pre>
    </section>
  );
};

type Copied = 'notYet' | 'yes' | 'refused';

const SAID: Readonly<Record<Copied, string>> = {
  notYet: 'Copy',
  yes: 'Copied',
  refused: 'Select and copy it by hand',
};

/** Puts a text on the clipboard, where the browser lets it. */
const CopyButton = ({ text }: { readonly text: string }) => {
  const [copied, setCopied] = useState<Copied>('notYet');
  const copy = async (): Promise<void> => setCopied((await isCopied(text)) ? 'yes' : 'refused');
  return (
    <button type="button" onClick={() => void copy()}>
      <span aria-live="polite">{SAID[copied]}</span>
    </button>
  );
};

/** Pages that came over plain http from elsewhere have no clipboard. */
const isCopied = async (text: string): Promise<boolean> => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
};
