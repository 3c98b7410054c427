export type { ContextEffect, JobRef, SentenceOrder, TimedAudio } from './context/context-effect.js';
export type { ContextEvent } from './context/context-event.js';
export type { ContextLimits } from './context/context-limits.js';
export { DEFAULT_CONTEXT_LIMITS } from './context/context-limits.js';
export { ContextMachine } from './context/context-machine.js';
export type { OwedAudio } from './context/owed-audio.js';
export type { ContextOptions } from './context/context-state.js';
export { CLOSE_CODE } from './context/close-code.js';
export type { SentenceLabel, ServerMessage } from './context/server-message.js';
export { errorMessage, failureReason, generationFailed } from './context/server-message.js';
export type { ServerAbilities } from './context/unit-refusal.js';
export type {
  AudioFormat,
  Profile,
  TaskType,
  UtteranceConfig,
  WordTimestamps,
} from './context/utterance-config.js';
export type { RequestAbilities, RequestProblem } from './request/request-problem.js';
export { requestProblem } from './request/request-problem.js';
export type { AbortBus, AbortOrder, AbortReason } from './ports/abort-bus.js';
export { ABORT_REASONS } from './ports/abort-bus.js';
export type { AuditEntry, AuditLog } from './ports/audit-log.js';
export type {
  ChunkEvent,
  ChunkListener,
  ChunkSink,
  ChunkSource,
  SynthesisFailure,
  WordTiming,
} from './ports/chunk-stream.js';
export type { Clock } from './ports/clock.js';
export type { ControlBus, ControlOrder, OperatorOrder } from './ports/control-bus.js';
export type { DueBus, DueChange } from './ports/due-bus.js';
export type { QueueDepth, QueueWatch } from './ports/queue-watch.js';
export type {
  FeedBatch,
  FeedDemand,
  FeedFigures,
  FeedSnapshot,
  SentenceFate,
  SentenceTrace,
  SessionFeed,
  SessionSummary,
  SessionTrace,
  SessionWatch,
  SlackPoint,
} from './ports/session-feed.js';
export { FEED_VERSION } from './ports/session-feed.js';
export type {
  SentenceText,
  SessionTexts,
  TextAnswer,
  TextInquiry,
  TextQuestion,
  TextReplies,
  TextReply,
} from './ports/session-text.js';
export type {
  Journal,
  JournalAdoption,
  JournalClaim,
  JournalFields,
  JournalOutcome,
  JournalWrite,
  NewJournal,
  Tenure,
} from './ports/journal.js';
export type {
  Engine,
  EngineCapabilities,
  NativeAudio,
  OpenSentence,
  SentenceRequest,
  Unit,
  UnitResult,
} from './ports/engine.js';
export { SynthesisError } from './ports/engine.js';
export type {
  ClassDemand,
  GatewayRecord,
  GatewayRegistry,
  TenantDemand,
} from './ports/gateway-registry.js';
export type { GatewayId, SentenceAddress, WorkerId } from './ports/identifiers.js';
export { gatewayId, isOfRoute, sentenceKey, workerId } from './ports/identifiers.js';
export type {
  Appetite,
  Band,
  JobHandler,
  JobIntake,
  JobOrigin,
  JobQueue,
  JobState,
  Placement,
} from './ports/job-queue.js';
export { classOfMake, isClassOfMake } from './ports/job-queue.js';
export type {
  BegunSentence,
  SampleEncoding,
  SpeakingStyle,
  SynthesisJob,
} from './ports/synthesis-job.js';
export { JOB_VERSION, jobId } from './ports/synthesis-job.js';
export type { ApiKey, KeyCreation, KeyLimits, KeyStore, NewKey } from './ports/key-store.js';
export type { UploadedVoice, VoiceLimits, VoiceStorage, VoiceStore } from './ports/voice-store.js';
export type { VoiceRecord, WorkerRecord, WorkerRegistry } from './ports/worker-registry.js';
export { VoiceSetMismatch } from './ports/worker-registry.js';
export type {
  VoiceDirectory,
  VoiceDirectoryParts,
  VoiceDirectoryProblem,
  VoiceResolution,
} from './voices/alias-table.js';
export { createVoiceDirectory } from './voices/alias-table.js';
export { fittingLanguages, languageFits } from './voices/language-fit.js';
export { codePointLength } from './text/code-points.js';
export { createOmniSplitter } from './text/omni-splitter.js';
export type { SeedSplitterOptions } from './text/seed-splitter.js';
export { createSeedSplitter, TextBufferOverflow } from './text/seed-splitter.js';
export type { SplitGranularity, TextSplitter } from './text/text-splitter.js';
export type { Admission, AdmissionRules } from './schedule/admission.js';
export { admit } from './schedule/admission.js';
export type { AutoscaleSignal } from './schedule/autoscale.js';
export { autoscaleSignal } from './schedule/autoscale.js';
export type { ClassStanding } from './schedule/class-standing.js';
export { classStanding } from './schedule/class-standing.js';
export type { ContextDemand } from './schedule/demand.js';
export { classDemands, UNPLACED_CLASS } from './schedule/demand.js';
export type { ColumnRange } from './schedule/chunk-schedule.js';
export type { ChunkStart } from './schedule/chunk-schedule.js';
export { chunkSchedule } from './schedule/chunk-schedule.js';
export type { UnitWork } from './schedule/pace-meter.js';
export { PaceMeter } from './schedule/pace-meter.js';
export type { UnitPlace } from './schedule/due.js';
export { dueAfterMs, expectedPlayStartMs, unitDueMs } from './schedule/due.js';
export type { IntakeState } from './schedule/intake.js';
export { appetite } from './schedule/intake.js';
export type { UnitOrder, UnitPolicy, WaitingUnit } from './schedule/unit-queue.js';
export { createUnitOrder } from './schedule/unit-queue.js';
export type {
  JournalChange,
  JournalContent,
  JournalEntry,
  JournalHead,
  JournalItem,
  SentencePlan,
  Voicing,
} from './resume/journal-content.js';
export { assembleJournal } from './resume/journal-content.js';
export type { SentenceOutline } from './resume/join-shift.js';
export { joinShift } from './resume/join-shift.js';
export type { Position } from './resume/position.js';
export type { Takeup } from './resume/takeup.js';
export { takeupAt } from './resume/takeup.js';
