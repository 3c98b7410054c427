import { describeVoiceStoreContract } from '@chorale/testing';

import { createMemoryVoiceStore } from './memory-voice-store.js';

describeVoiceStoreContract('in memory', () => {
  const store = createMemoryVoiceStore({ maxVoices: 3, maxBytes: 10_000 });
  return Promise.resolve({ here: store, there: store, close: () => Promise.resolve() });
});
