import { describeKeyStoreContract } from '@chorale/testing';

import { MemoryKeyStore } from './memory-key-store.js';

describeKeyStoreContract('in memory', () => {
  const store = new MemoryKeyStore(3);
  return Promise.resolve({ here: store, there: store, close: () => Promise.resolve() });
});
