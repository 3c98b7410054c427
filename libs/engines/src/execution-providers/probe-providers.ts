import type { ExecutionProvider } from './execution-provider.js';
import { missingBecause } from './installed.js';
import { silenceTelemetry } from './silence-telemetry.js';

/** Whether a provider computes on this machine. */
export interface ProviderProbe {
  readonly provider: ExecutionProvider;
  /** Null if it does. */
  readonly refusedBecause: string | null;
}

/** The ONNX model y = |x| for one number: what any provider can compute. */
const SMALLEST_MODEL =
  'CAg6MgoLCgF4EgF5IgNBYnMSAWdaDwoBeBIKCggIARIECgIIAWIPCgF5EgoKCAgBEgQKAggBQgIQDQ==';

/** Tries providers one after the other on the smallest of models, and says which compute, and why others do not. */
export const probeProviders = async (
  providers: readonly ExecutionProvider[],
): Promise<readonly ProviderProbe[]> => {
  silenceTelemetry(process.env);
  const probes: ProviderProbe[] = [];
  for (const provider of providers)
    probes.push({
      provider,
      refusedBecause: missingBecause(provider) ?? (await failure(provider)),
    });
  return probes;
};

const failure = async (provider: ExecutionProvider): Promise<string | null> => {
  try {
    const y = await absolute(provider, -2);
    return y === 2 ? null : `it computed |-2| = ${y}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

const absolute = async (provider: ExecutionProvider, x: number): Promise<number> => {
  // Loaded late: telemetry must be silenced before the native library is there.
  const { env, InferenceSession, Tensor } = await import('onnxruntime-node');
  env.logLevel = 'fatal'; // what fails is thrown and reported
  const session = await InferenceSession.create(Buffer.from(SMALLEST_MODEL, 'base64'), {
    executionProviders: [provider],
    logSeverityLevel: 4,
  });
  try {
    const { y } = await session.run({ x: new Tensor('float32', [x], [1]) });
    return Number(y?.data[0]);
  } finally {
    await session.release();
  }
};
