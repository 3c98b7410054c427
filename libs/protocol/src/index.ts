export { abortOrderSchema } from './transport/abort-order.js';
export type { DecodedChunk, InvalidChunk } from './transport/chunk-codec.js';
export { decodeChunkEvent, encodeChunkEvent } from './transport/chunk-codec.js';
export { sentenceAddressSchema, synthesisJobSchema } from './transport/synthesis-job.js';
export { workerRecordSchema } from './transport/worker-record.js';
