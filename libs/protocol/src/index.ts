export type { ClientMessage, ReadingStage } from './client/client-message.js';
export {
  MAX_CONFIG_LENGTH,
  MAX_MESSAGE_LENGTH,
  readClientMessage,
} from './client/client-message.js';
export type { ResumeRequest } from './client/resume-messages.js';
export {
  listenRequestSchema,
  loginRequestSchema,
  newKeyRequestSchema,
  textRequestSchema,
} from './admin/admin-requests.js';
export { serverMessageSchema } from './client/server-message.js';
export type { SessionConfigRules } from './client/session-config.js';
export { DEFAULT_SAMPLE_RATE, SAMPLE_RATES } from './client/session-config.js';
export type { SocketFacts } from './documents/asyncapi.js';
export { asyncApiDocument } from './documents/asyncapi.js';
export type { JsonSchema } from './documents/json-schema.js';
export type { OpenApiDocument, Operation, ServiceFacts } from './documents/openapi.js';
export { openApiDocument } from './documents/openapi.js';
export type { BatchRequest } from './rest/batch-request.js';
export { readBatchRequest } from './rest/batch-request.js';
export type { Delivery, SpeechRequest } from './rest/speech-request.js';
export { readSpeechRequest } from './rest/speech-request.js';
export type { InvalidBody } from './rest/validation-error.js';
export type { ApiKeyRecord } from './transport/api-key-record.js';
export { apiKeyRecordSchema } from './transport/api-key-record.js';
export { abortOrderSchema } from './transport/abort-order.js';
export { auditEntrySchema } from './transport/audit-entry.js';
export type { DecodedChunk, InvalidChunk } from './transport/chunk-codec.js';
export { decodeChunkEvent, encodeChunkEvent } from './transport/chunk-codec.js';
export { controlOrderSchema, operatorOrderSchema } from './transport/control-order.js';
export { dueChangeSchema } from './transport/due-change.js';
export { feedBatchSchema, sessionSummarySchema } from './transport/feed-batch.js';
export { gatewayRecordSchema } from './transport/gateway-record.js';
export type { JobFailure } from './transport/job-failure.js';
export { jobFailureSchema } from './transport/job-failure.js';
export { tenureSchema } from './transport/tenure.js';
export { textReplySchema } from './transport/text-reply.js';
export { encodeJournalItem, readJournal } from './transport/journal-item.js';
export { readJson } from './transport/read-json.js';
export {
  jobOriginSchema,
  sentenceAddressSchema,
  synthesisJobSchema,
} from './transport/synthesis-job.js';
export { uploadedVoiceSchema } from './transport/uploaded-voice.js';
export { workerRecordSchema } from './transport/worker-record.js';
