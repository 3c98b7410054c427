export type { Broker, BrokerObserver, GatewayPorts, JobFailure, WorkerPorts } from './broker.js';
export type { Unavailability } from './broker-unavailable.js';
export { BrokerUnavailable } from './broker-unavailable.js';
export type { MemoryBrokerOptions } from './memory/memory-broker.js';
export { createMemoryBroker } from './memory/memory-broker.js';
export { systemClock } from './system-clock.js';
