export { aFakeModel, aPiperConfigJson, writePiperPair } from './voices/piper-pair.js';
