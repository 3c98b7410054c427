export { VERSION } from './version.js';
export type { VoiceSettings } from './voice-engine.js';
export { openVoiceEngine } from './voice-engine.js';
export type { Worker, WorkerParts, WorkerSettings, WorkerState } from './worker.js';
export { createWorker } from './worker.js';
export type { RunningWorker, WorkerAppParts } from './worker-app.js';
export { startWorkerApp } from './worker-app.js';
export type { WorkerConfig, WorkerProcess, WorkerProcessParts } from './worker-process.js';
export { startWorkerProcess, WORKER_SLICES } from './worker-process.js';
