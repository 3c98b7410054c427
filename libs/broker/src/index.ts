export type { AdminPorts, BullQueues } from './admin-ports.js';
export type { Broker, BrokerObserver, GatewayPorts, WorkerPorts } from './broker.js';
export type { Unavailability } from './broker-unavailable.js';
export { BrokerUnavailable } from './broker-unavailable.js';
export type { MemoryBrokerOptions } from './memory/memory-broker.js';
export { createMemoryBroker } from './memory/memory-broker.js';
export { createDirectoryVoiceStore } from './directory/directory-voice-store.js';
export { createMemoryVoiceStore } from './memory/memory-voice-store.js';
export { systemClock } from './system-clock.js';
export type { RedisVerdict } from './redis/check-redis.js';
export type { RedisBrokerOptions } from './redis/redis-broker.js';
export type { RedisBrokerPlace } from './open-redis-broker.js';
export {
  checkRedis,
  createRedisBroker,
  openRedisBroker,
  openSocketAdapter,
  UnfitRedisError,
} from './open-redis-broker.js';
export { processName } from './process-name.js';
