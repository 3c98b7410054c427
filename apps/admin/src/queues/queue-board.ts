import type { IncomingMessage, ServerResponse } from 'node:http';

import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { ExpressAdapter } from '@bull-board/express';
import type { AdminPorts, BullQueues } from '@chorale/broker';

/** Where the board is. */
export const BOARD_PATH = '/queues';

/** Says what it stands for, so that nobody takes it for what a client sent. */
const HIDDEN = '(not shown)';

/** Polls no faster than this, s: every look costs Redis a few commands per queue. */
const POLL_SECONDS = 5;

/** Lets one look into the queues of all classes, and change nothing. Texts to be spoken are never shown. */
export class QueueBoard {
  readonly #server = new ExpressAdapter().setBasePath(BOARD_PATH);
  readonly #board = createBullBoard({
    queues: [],
    serverAdapter: this.#server,
    options: {
      uiConfig: {
        boardTitle: 'Chorale queues',
        hideDocsLink: true,
        hideRedisDetails: true,
        showWorkers: false,
        pollingInterval: { showSetting: false, forceInterval: POLL_SECONDS },
        miscLinks: [{ text: 'Admin', url: '/#/queue' }],
      },
    },
  });

  constructor(
    private readonly ports: Pick<AdminPorts, 'bullQueues'>,
    private readonly voiceClasses: () => readonly string[],
  ) {}

  /** Answers everything below `BOARD_PATH`. */
  get router(): unknown {
    const router: unknown = this.#server.getRouter();
    return router;
  }

  /** Goes before the router: the classes are those of now, and nothing gets through that would change them. */
  readonly prepare = (
    { method }: Pick<IncomingMessage, 'method'>,
    response: ServerResponse,
    next: (error?: unknown) => void,
  ): void => {
    if (method !== 'GET' && method !== 'HEAD') {
      response.writeHead(405, { Allow: 'GET, HEAD' }).end();
      return;
    }
    this.ports.bullQueues(this.voiceClasses()).then((queues) => {
      this.#board.replaceQueues(queues.map(adapterOf));
      next();
    }, next);
  };
}

const adapterOf = (queue: BullQueues[number]): BullMQAdapter => {
  const adapter = new BullMQAdapter(queue, { readOnlyMode: true, allowRetries: false });
  adapter.setFormatter('data', withoutText);
  adapter.setFormatter('returnValue', () => HIDDEN);
  return adapter;
};

/** A job as it is, without the sentence that it is to speak. */
export const withoutText = (data: unknown): unknown =>
  typeof data === 'object' && data !== null && 'text' in data ? { ...data, text: HIDDEN } : HIDDEN;
