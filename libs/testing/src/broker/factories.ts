import {
  type ChunkEvent,
  gatewayId,
  type GatewayRecord,
  JOB_VERSION,
  type SynthesisJob,
  workerId,
  type WorkerRecord,
} from '@chorale/speech';

/** A valid job; `change` replaces fields. */
export const aSynthesisJob = (change: Partial<SynthesisJob> = {}): SynthesisJob => ({
  version: JOB_VERSION,
  gateway: gatewayId('gateway-1'),
  route: 1,
  seq: 0,
  attempt: 1,
  text: 'Hello there.',
  language: 'en-GB',
  voice: 'alan',
  speaker: null,
  style: { speed: 1, noiseScale: null, noiseWidth: null },
  sentenceSeed: '17',
  outputRate: 24_000,
  encoding: 'pcm16',
  fromSample: 0,
  toSample: null,
  begun: null,
  shift: 0,
  opensUtterance: true,
  endsUtterance: true,
  due: 0,
  timings: false,
  pace: 'realtime',
  tenant: 'default',
  trace: null,
  ...change,
});

/** A valid record; `change` replaces fields. */
export const aWorkerRecord = (change: Partial<WorkerRecord> = {}): WorkerRecord => ({
  worker: workerId('worker-1'),
  voiceClass: 'default',
  voices: [{ id: 'alan', language: 'en-GB', engine: 'vits', nativeRate: 16_000, speakers: 1 }],
  defaultVoice: 'alan',
  fingerprint: 'f00d',
  threads: 2,
  open: 0,
  costPerAudioSecond: null,
  load: 0,
  firstChunkMs: null,
  draining: false,
  version: '0.1.0',
  ...change,
});

/** A valid record; `change` replaces fields. */
export const aGatewayRecord = (change: Partial<GatewayRecord> = {}): GatewayRecord => ({
  gateway: gatewayId('gateway-1'),
  version: '0.1.0',
  host: 'host',
  url: 'http://127.0.0.1:8000',
  startedAt: 1_700_000_000_000,
  sessions: 2,
  draining: false,
  showsText: false,
  demand: [
    {
      voiceClass: 'default',
      liveSessions: 1,
      owedAudioSeconds: 12.5,
      queuedAudioSeconds: 8,
      tenants: [{ tenant: 'default', liveSessions: 1 }],
    },
  ],
  ...change,
});

type Audio = Extract<ChunkEvent, { readonly kind: 'audio' }>;

/** A valid chunk of audio; `change` replaces fields. */
export const anAudioChunk = (change: Partial<Audio> = {}): Audio => ({
  kind: 'audio',
  route: 1,
  seq: 0,
  attempt: 1,
  chunkIndex: 0,
  sampleOffset: 0,
  samples: Uint8Array.of(1, 2, 3, 4),
  ...change,
});
