import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { arch, platform } from 'node:process';

import type { ExecutionProvider } from './execution-provider.js';

const CUDA_LIBRARY = 'libonnxruntime_providers_cuda.so';

/** How ONNX Runtime's WebGPU reaches devices on Linux; elsewhere the system has its own way. */
const VULKAN_LIBRARY = 'libvulkan.so.1';

/**
 * Why a provider cannot be had on this machine, as far as files tell; null if it is worth a try. Asked
 * first, since native code writes to the terminal whatever it misses.
 */
export const missingBecause = (provider: ExecutionProvider): string | null => {
  switch (provider) {
    case 'cuda':
      return existsSync(cudaLibrary()) ? null : `${CUDA_LIBRARY} is not installed`;
    case 'webgpu':
      return platform !== 'linux' || canLoad(VULKAN_LIBRARY)
        ? null
        : `${VULKAN_LIBRARY} is not installed`;
    case 'cpu':
      return null;
  }
};

const cudaLibrary = (): URL =>
  new URL(`../bin/napi-v6/${platform}/${arch}/${CUDA_LIBRARY}`, runtimeUrl());

const runtimeUrl = (): URL =>
  new URL(`file://${createRequire(import.meta.url).resolve('onnxruntime-node')}`);

const LOADER_CACHE = '/etc/ld.so.cache';
const LIBRARY_FOLDERS = ['/lib', '/lib64', '/usr/lib', '/usr/lib64', '/usr/local/lib'];

/** True if the loader of the system finds a library: named in its cache, or in a folder where it looks. */
const canLoad = (library: string): boolean =>
  isInCache(library) || searchedFolders().some((folder) => existsSync(join(folder, library)));

const isInCache = (library: string): boolean =>
  existsSync(LOADER_CACHE) && readFileSync(LOADER_CACHE).includes(`${library}\0`);

const searchedFolders = (): readonly string[] => {
  const own = (process.env['LD_LIBRARY_PATH'] ?? '').split(':').filter((folder) => folder !== '');
  return [...own, ...LIBRARY_FOLDERS.flatMap((folder) => [folder, ...multiarchOf(folder)])];
};

/** Debian keeps libraries in a folder for each kind of machine, such as /usr/lib/x86_64-linux-gnu. */
const multiarchOf = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('-linux-gnu'))
        .map((name) => join(folder, name))
    : [];
