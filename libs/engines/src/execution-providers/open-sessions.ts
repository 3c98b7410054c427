import { env, InferenceSession } from 'onnxruntime-node';

import type { ExecutionProvider, ProviderReport } from './execution-provider.js';
import { missingBecause } from './installed.js';

/** A model to open; if it is to be recorded, the prefix of its profile's name. */
export interface ModelFile {
  readonly file: string;
  readonly profilePrefix: string | null;
}

/** Sessions of the same models, all on one provider. */
export interface OpenedSessions {
  readonly sessions: readonly InferenceSession[];
  readonly report: ProviderReport;
}

// What fails is thrown and reported; the library's own lines would only repeat it in red.
env.logLevel = 'fatal';

// One thread per session and the highest optimisation level: both are part of what makes equal bits
// (and only the highest level has the fast kernels).
const OPTIONS: InferenceSession.SessionOptions = {
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
  enableCpuMemArena: true,
  logSeverityLevel: 3,
};

/**
 * Opens models on the first provider that takes all of them. ONNX Runtime itself throws, instead of
 * falling back, when the first of several providers cannot be had: so each is tried alone.
 */
export const openSessions = async (
  models: readonly ModelFile[],
  providers: readonly ExecutionProvider[],
): Promise<OpenedSessions> => {
  const refused: ProviderReport['refused'][number][] = [];
  for (const provider of providers) {
    const opened = await tryProvider(models, provider);
    if (opened.kind === 'open')
      return { sessions: opened.sessions, report: { serving: provider, refused } };
    refused.push({ provider, reason: opened.reason });
  }
  throw new Error(`no execution provider serves: ${refused.map(reasonText).join('; ')}`);
};

/** ONNX Runtime writes the profile when the session is released. */
const profiling = (prefix: string | null): InferenceSession.SessionOptions =>
  prefix === null ? {} : { enableProfiling: true, profileFilePrefix: prefix };

const reasonText = ({ provider, reason }: ProviderReport['refused'][number]): string =>
  `${provider}: ${reason}`;

type Attempt =
  | { readonly kind: 'open'; readonly sessions: readonly InferenceSession[] }
  | { readonly kind: 'refused'; readonly reason: string };

const tryProvider = async (
  models: readonly ModelFile[],
  provider: ExecutionProvider,
): Promise<Attempt> => {
  const missing = missingBecause(provider);
  if (missing !== null) return { kind: 'refused', reason: missing };
  const sessions: InferenceSession[] = [];
  try {
    for (const { file, profilePrefix } of models)
      sessions.push(
        await InferenceSession.create(file, {
          ...OPTIONS,
          ...profiling(profilePrefix),
          executionProviders: [provider],
        }),
      );
    return { kind: 'open', sessions };
  } catch (error) {
    await Promise.all(sessions.map((session) => session.release()));
    return { kind: 'refused', reason: error instanceof Error ? error.message : String(error) };
  }
};
