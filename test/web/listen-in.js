/**
 * Runs in the page before its own scripts: hears what leaves its audio worklet, notes which words light up, and
 * what its policy forbids.
 */
const ears = { peak: 0, loudest: 0, lit: [], violations: [] };
globalThis.ears = ears;

const LOOK_MS = 20;

/** Reads the last 85 ms (at 24 kHz) again and again, so that no sample slips through. */
const listenTo = (node) => {
  const analyser = new AnalyserNode(node.context, { fftSize: 2048 });
  const samples = new Float32Array(analyser.fftSize);
  node.connect(analyser);
  setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    ears.peak = samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0);
    ears.loudest = Math.max(ears.loudest, ears.peak);
  }, LOOK_MS);
};

globalThis.AudioWorkletNode = class extends AudioWorkletNode {
  constructor(...args) {
    super(...args);
    listenTo(this);
  }
};

addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
  ears.violations.push(`${violatedDirective}: ${blockedURI}`),
);

const noteLight = () => {
  const word = document.querySelector('[aria-current]')?.textContent;
  if (word !== undefined && ears.lit.at(-1) !== word) ears.lit.push(word);
};

addEventListener('DOMContentLoaded', () =>
  new MutationObserver(noteLight).observe(document.body, {
    subtree: true,
    attributes: true,
    childList: true,
  }),
);
