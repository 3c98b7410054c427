import type { VitsPlan } from './graph/plan.js';

/** How Piper's voices of medium quality are built. */
export const MEDIUM_VOICE: VitsPlan = {
  channels: 192,
  decoder: {
    front: [
      { kind: 'conv', halo: 3 },
      { kind: 'up', stride: 8, kernel: 16, pad: 4 },
      { kind: 'conv', halo: 45 },
    ],
    featureChannels: 128,
    back: [
      { kind: 'up', stride: 8, kernel: 16, pad: 4 },
      { kind: 'conv', halo: 45 },
      { kind: 'up', stride: 4, kernel: 8, pad: 2 },
      { kind: 'conv', halo: 45 },
      { kind: 'conv', halo: 3 },
    ],
  },
  flow: { couplings: 4, halo: 8 },
  speakers: false,
};
