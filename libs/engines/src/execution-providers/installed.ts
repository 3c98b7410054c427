import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform } from 'node:process';

import type { ExecutionProvider } from './execution-provider.js';

const CUDA_LIBRARY = 'libonnxruntime_providers_cuda.so';

/**
 * Why a provider cannot be had on this machine, as far as files tell; null if it is worth a try. Asked
 * first, since ONNX Runtime writes to the terminal whatever it misses.
 */
export const missingBecause = (provider: ExecutionProvider): string | null => {
  if (provider !== 'cuda') return null;
  const library = new URL(`../bin/napi-v6/${platform}/${arch}/${CUDA_LIBRARY}`, runtimeUrl());
  return existsSync(library) ? null : `${CUDA_LIBRARY} is not installed`;
};

const runtimeUrl = (): URL =>
  new URL(`file://${createRequire(import.meta.url).resolve('onnxruntime-node')}`);
