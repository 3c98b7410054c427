export { describeAbortBusContract } from './broker/abort-bus.contract.js';
export type { BrokerFactory, BrokerHarness } from './broker/broker-harness.js';
export { describeChunkStreamContract } from './broker/chunk-stream.contract.js';
export { aFeedBatch, anAuditEntry, aSessionSummary } from './broker/admin-factories.js';
export { describeAdminViewsContract } from './broker/admin-views.contract.js';
export { describeControlBusContract } from './broker/control-bus.contract.js';
export { describeDueBusContract } from './broker/due-bus.contract.js';
export { describeSessionFeedContract } from './broker/session-feed.contract.js';
export { describeSessionTextContract } from './broker/session-text.contract.js';
export { aGatewayRecord, anAudioChunk, aSynthesisJob, aWorkerRecord } from './broker/factories.js';
export { FakeBrokerObserver } from './broker/fake-broker-observer.js';
export { FakeChunkSink } from './broker/fake-chunk-sink.js';
export type { JournalCall } from './broker/fake-journal.js';
export { FakeJournal } from './broker/fake-journal.js';
export { FakeChunkListener } from './broker/fake-chunk-listener.js';
export type { SentenceEvent } from './broker/fake-gateway.js';
export { FakeGateway } from './broker/fake-gateway.js';
export { describeGatewayRegistryContract } from './broker/gateway-registry.contract.js';
export { FakeJobHandler } from './broker/fake-job-handler.js';
export type { KeyStoreFactory, KeyStoreHarness } from './broker/key-store.contract.js';
export { describeKeyStoreContract } from './broker/key-store.contract.js';
export { describeKeptJobsContract } from './broker/kept-jobs.contract.js';
export { describeJobQueueContract } from './broker/job-queue.contract.js';
export { describeJournalContract } from './broker/journal.contract.js';
export type { VoiceStoreFactory, VoiceStoreHarness } from './broker/voice-store.contract.js';
export { describeVoiceStoreContract } from './broker/voice-store.contract.js';
export { describeWorkerRegistryContract } from './broker/worker-registry.contract.js';
export type { Patience } from './eventually.js';
export { eventually } from './eventually.js';
export { FakeClock } from './fake-clock.js';
export type { FakeEngineOptions } from './fake-engine/fake-engine.js';
export { FAKE_VOICE, FakeEngine } from './fake-engine/fake-engine.js';
export { expectedSamples, markOfText } from './fake-engine/marked-samples.js';
export type { FakeScript, FakeSpeech } from './speech/fake-speaker.js';
export {
  FakeSpeaker,
  FOR_EVER,
  GERMAN_VOICE,
  markedAudioOf,
  markedSpeech,
  plainSpeech,
} from './speech/fake-speaker.js';
export type { Return } from './speech/resuming-client.js';
export { ResumingClient } from './speech/resuming-client.js';
export type { Received } from './speech/speech-client.js';
export { audioOf, linesOf, messagesOf, SpeechClient } from './speech/speech-client.js';
export { aFakeModel, aPiperConfigJson, writePiperPair } from './voices/piper-pair.js';
export type { Answer, SeenRequest } from './voices/fake-file-host.js';
export {
  cutOffAfter,
  FakeFileHost,
  onlyStatus,
  redirectTo,
  silentAfter,
  wholeFile,
  wholeFileOnly,
} from './voices/fake-file-host.js';
export { zipOf } from './voices/zip-of.js';
export { spawnTied } from './processes/spawn-tied.js';
export type { MortalWorkerOptions } from './redis/mortal-worker.js';
export { takeJobAndDie } from './redis/mortal-worker.js';
export type { PrivateRedis, PrivateRedisOptions } from './redis/private-redis.js';
export { startPrivateRedis } from './redis/private-redis.js';
export type { WatchedRedis } from './redis/watched-redis.js';
export { startWatchedRedis } from './redis/watched-redis.js';
export type { SpeechMessage, SpeechScript } from './speech/fake-speech-service.js';
export { FakeSpeechService } from './speech/fake-speech-service.js';
export { FakePhonemizer } from './phonemes/fake-phonemizer.js';
export type { ScalingRules, ScalingSignal } from './scaling/fake-scaler.js';
export { FakeScaler } from './scaling/fake-scaler.js';
export type { CollectedSpan } from './tracing/fake-trace-collector.js';
export { FakeTraceCollector } from './tracing/fake-trace-collector.js';
