const { TestEnvironment } = require('jest-environment-node');

// Native addons (onnxruntime) compare typed arrays by constructor: tests must share the outer realm's.
const SHARED = [
  'ArrayBuffer',
  'SharedArrayBuffer',
  'DataView',
  'Uint8Array',
  'Int8Array',
  'Uint8ClampedArray',
  'Int16Array',
  'Uint16Array',
  'Int32Array',
  'Uint32Array',
  'Float32Array',
  'Float64Array',
  'BigInt64Array',
  'BigUint64Array',
];

module.exports = class OneRealmEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    for (const name of SHARED) this.global[name] = globalThis[name];
  }

  /** Each test file has a process object of its own; what it hung on its exit would never be called. */
  async teardown() {
    this.global.process.emit('exit', 0);
    await super.teardown();
  }
};
