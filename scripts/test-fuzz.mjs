/**
 * npm run test:fuzz [-- Jest options…]
 *
 * Sends FUZZ_REQUESTS (10 000) random requests at a gateway, made of its own OpenAPI document. The short form
 * is part of the suite: npm test -- conformance.
 */
process.env.FUZZ_REQUESTS ??= '10000';
process.argv.splice(2, 0, 'conformance', '--testPathPatterns', 'fuzz');
await import('./test.mjs');
