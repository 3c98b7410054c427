export { FakeClock } from './fake-clock.js';
export type { FakeEngineOptions } from './fake-engine/fake-engine.js';
export { FAKE_VOICE, FakeEngine } from './fake-engine/fake-engine.js';
export { expectedSamples, markOfText } from './fake-engine/marked-samples.js';
export { aFakeModel, aPiperConfigJson, writePiperPair } from './voices/piper-pair.js';
