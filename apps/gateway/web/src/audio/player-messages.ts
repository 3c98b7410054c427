import type { PlayerLevel } from './cursor-player.js';

/** The name under which the audio thread knows the player. */
export const PLAYER_NAME = 'cursor-player';

/** What the page tells the audio thread. */
export type PlayerOrder =
  | { readonly kind: 'samples'; readonly samples: Float32Array; readonly rate: number }
  | { readonly kind: 'end' }
  | { readonly kind: 'drop'; readonly from: number }
  | { readonly kind: 'clear' };

/** What the audio thread tells the page: the level 20 times a second, that all was played, and where it was cleared. */
export type PlayerReport =
  | ({ readonly kind: 'level' } & PlayerLevel)
  | { readonly kind: 'drained' }
  | { readonly kind: 'stopped'; readonly played: number };
