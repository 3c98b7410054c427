import { findVoices, verifyVoice } from '@chorale/engines';

import type { Finding } from './finding.js';
import { bad, good, odd } from './finding.js';

const reinstall = (id: string): string =>
  `npm run voices -- remove ${id} && npm run voices -- add ${id}`;

/** Compares every voice of the folder with its checksums, and looks for the default one. */
export const checkVoices = async (
  folder: string,
  defaultVoice: string,
  signal: AbortSignal,
): Promise<readonly Finding[]> => {
  const { voices, problems } = await findVoices(folder);
  const findings: Finding[] = problems.map(({ message }) =>
    odd('voices', message, `Mend or delete its files in ${folder}.`),
  );
  for (const voice of voices) findings.push(judge(await verifyVoice(voice, signal)));
  if (!voices.some(({ manifest }) => manifest.id === defaultVoice))
    findings.push(missing(folder, defaultVoice));
  return findings;
};

const missing = (folder: string, id: string): Finding =>
  bad('voices', `the default voice ${id} is not in ${folder}`, `npm run voices -- add ${id}`);

const judge = ({ id, model, config }: Awaited<ReturnType<typeof verifyVoice>>): Finding => {
  const damaged = [model, config].some(({ kind }) => kind === 'different' || kind === 'missing');
  if (damaged) return bad('voices', `${id} differs from its checksums`, reinstall(id));
  if (model.kind === 'unpinned' || config.kind === 'unpinned')
    return good('voices', `${id} is installed; nobody said what its checksums must be`);
  return good('voices', `${id} is as it should be`);
};
