import { createHash } from 'node:crypto';

import { describe, expect, it } from '@jest/globals';

import { apiKeys, readKeyFile } from './api-keys.js';

const SECRET = 'a-secret-of-twenty-4';
const HASH = createHash('sha256').update(SECRET).digest('hex');

const problemsOf = (text: string) =>
  apiKeys()
    .safeParse(text)
    .error?.issues.map(({ message }) => message);

describe(apiKeys.name, () => {
  it('keeps of a secret only its hash', () => {
    expect(apiKeys().parse(SECRET)).toEqual([{ hash: HASH, name: 'key-1', tenant: 'default' }]);
  });

  it('takes several, hashed ones too, each with a name and a tenant if wanted', () => {
    expect(apiKeys().parse(`another-secret-of-mine phone, sha256:${HASH} web acme`)).toMatchObject([
      { name: 'phone', tenant: 'default' },
      { hash: HASH, name: 'web', tenant: 'acme' },
    ]);
  });

  it('takes none', () => {
    expect(apiKeys().parse('')).toEqual([]);
  });

  it.each([
    ['one that is short', 'hunter2'],
    ['half a hash', `sha256:${HASH.slice(1)}`],
    ['one with a foreign letter', `${SECRET}é`],
    ['too many words', `${SECRET} name tenant more`],
  ])('refuses %s without quoting it', (_, text) => {
    const [problem] = problemsOf(`${'x'.repeat(16)},${text}`) ?? [];
    expect(problem).toMatch(/^has a key that cannot be used, number 2: it must be/);
    expect(problem).not.toContain(text);
  });

  it('refuses one key twice, hashed or not', () => {
    expect(problemsOf(`${SECRET},sha256:${HASH.toUpperCase()}`)).toEqual([
      'holds the same key twice',
    ]);
  });
});

describe(readKeyFile.name, () => {
  it('reads one key a line, past comments and blank lines', () => {
    const text = `# ours\r\n\r\n${SECRET} web acme\r\n  sha256:${'0'.repeat(64)}\n`;
    expect(readKeyFile(text)).toEqual([
      { hash: HASH, name: 'web', tenant: 'acme' },
      { hash: '0'.repeat(64), name: 'key-2', tenant: 'default' },
    ]);
  });

  it('says which key is wrong, and not what it is', () => {
    const read = () => readKeyFile(`${SECRET}\nhunter2`);
    expect(read).toThrow('the file of keys has a key that cannot be used, number 2');
    expect(read).not.toThrow('hunter2');
  });
});
