import type { GatewayId, WorkerId } from './identifiers.js';
import type { TextQuestion } from './session-text.js';

/** What an operator wants of one process. */
export type OperatorOrder =
  | { readonly kind: 'cancelSession'; readonly gateway: GatewayId; readonly session: string }
  /** Draining: takes nothing new, finishes what it holds, and stays until it is told to go on. */
  | { readonly kind: 'drainGateway'; readonly gateway: GatewayId; readonly draining: boolean }
  | { readonly kind: 'drainWorker'; readonly worker: WorkerId; readonly draining: boolean };

/** All other processes are to record profiles under this name, or to end that (null), as `gateway` does itself. */
interface ProfileOrder {
  readonly kind: 'profile';
  readonly gateway: GatewayId;
  readonly recording: string | null;
}

/** A gateway is to say what the sentences of a session say; the answer takes another way. */
interface TextOrder extends TextQuestion {
  readonly kind: 'askText';
}

/** What the bus carries. */
export type ControlOrder = OperatorOrder | ProfileOrder | TextOrder;

/**
 * Carries orders to all gateways and workers; each obeys those that name it, or all.
 *
 * - `publish` resolves when the broker has the order; delivery is best effort. Whether it was obeyed
 *   shows in the records of the registries, and giving it again does no harm.
 * - Orders of one publisher come in the order published.
 */
export interface ControlBus {
  publish(order: ControlOrder): Promise<void>;
  /** Calls `listener` for every order from now on; the returned function ends that. */
  subscribe(listener: (order: ControlOrder) => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}
