/**
 * npm run test:fuzz [-- Jest options…]
 *
 * Sends FUZZ_REQUESTS (10 000) random requests at a gateway, made of its own OpenAPI document, and FUZZ_FRAMES
 * (10 000) random messages and broken frames at its WebSocket, from FUZZ_SEED on (printed). The short forms are
 * part of the suites: npm test -- conformance faults.
 */
process.env.FUZZ_REQUESTS ??= '10000';
process.env.FUZZ_FRAMES ??= '10000';
process.argv.splice(2, 0, 'conformance', 'faults', '--testPathPatterns', 'fuzz');
await import('./test.mjs');
