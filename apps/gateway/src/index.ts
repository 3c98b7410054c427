export type { GatewayParts, Readiness } from './gateway.js';
export { Gateway } from './gateway.js';
export type { RunningGateway } from './gateway-app.js';
export { startGateway } from './gateway-app.js';
export type { GatewayConfig } from './sessions/session-rules.js';
