import type { ExecutionProvider, ProviderProbe } from '@chorale/engines';

import type { Finding } from './finding.js';
import { bad, good, odd } from './finding.js';

const MENDS: Readonly<Record<ExecutionProvider, string>> = {
  cuda: 'For NVIDIA devices: the image worker-cuda, or CUDA 12 and cuDNN 9 and "node node_modules/onnxruntime-node/script/install.js --onnxruntime-node-install=cuda12".',
  webgpu:
    'For other devices: a Vulkan driver and its loader (Debian: libvulkan1, mesa-vulkan-drivers).',
  cpu: 'Run "npm ci": ONNX Runtime itself is broken or missing.',
};

/** Judges what was tried: the first that computes serves, and one at least must. */
export const judgeProviders = (probes: readonly ProviderProbe[]): readonly Finding[] => {
  const serving = probes.find(({ refusedBecause }) => refusedBecause === null)?.provider;
  return probes.map(({ provider, refusedBecause }) => {
    if (refusedBecause === null)
      return good(
        'providers',
        `${provider} computes${provider === serving ? ' and will serve' : ''}`,
      );
    const words = `${provider} does not compute: ${refusedBecause}`;
    return serving === undefined
      ? bad('providers', words, MENDS[provider])
      : odd('providers', words, MENDS[provider]);
  });
};
