import type { GatewayPorts } from '@chorale/broker';
import type { TextAnswer, TextQuestion } from '@chorale/speech';
import { gatewayId } from '@chorale/speech';

import { eventually } from '../eventually.js';
import { jestGlobals } from '../jest-globals.js';

import type { BrokerFactory, BrokerHarness } from './broker-harness.js';

const GATEWAY = gatewayId('gateway-1');
const OF = { gateway: GATEWAY, session: 'session-1' } as const;

/** Longer than any answer takes. */
const PATIENCE_MS = 10_000;
/** So little that nobody answers. */
const IMPATIENCE_MS = 50;

const SHOWN: TextAnswer = {
  kind: 'shown',
  sentences: [{ route: 7, seq: 0, text: 'Grüße: "a 🎈".\n', isWhole: true }],
  forgotten: 3,
};

/** States what asking gateways for the words of sessions must be, as tests. */
export const describeSessionTextContract = (name: string, factory: BrokerFactory): void => {
  const { afterEach, beforeEach, describe, expect, it } = jestGlobals();
  describe(`${name}: the text of sessions`, () => {
    let harness: BrokerHarness;
    let atGateway: GatewayPorts;
    let questions: TextQuestion[];

    beforeEach(async () => {
      harness = await factory();
      atGateway = harness.broker.gatewayPorts(GATEWAY);
      questions = [];
      await atGateway.controlBus.subscribe((order) => {
        if (order.kind === 'askText') questions.push(order);
      });
    });

    afterEach(() => harness.close());

    const anInquiry = () => harness.broker.adminPorts().textInquiry;

    const answer = async (at: number, text: TextAnswer): Promise<void> => {
      const asked = await eventually(() => questions[at]);
      if (asked === undefined) throw new Error('eventually gives nothing falsy');
      const { asker, question } = asked;
      await atGateway.textReplies.send(asker, { question, answer: text });
    };

    it.each<TextAnswer>([SHOWN, { kind: 'switchedOff' }, { kind: 'ended' }])(
      'brings a question to the gateway, and its answer back: $kind',
      async (told) => {
        const asked = anInquiry().ask(OF, PATIENCE_MS);
        await answer(0, told);
        expect(await asked).toEqual(told);
        expect(questions).toMatchObject([OF]);
      },
    );

    it('brings each answer to its question, in whatever order they come', async () => {
      const inquiry = anInquiry();
      const first = inquiry.ask(OF, PATIENCE_MS);
      await eventually(() => questions.length === 1);
      const second = inquiry.ask({ ...OF, session: 'session-2' }, PATIENCE_MS);
      await answer(1, { kind: 'ended' });
      await answer(0, SHOWN);
      expect(await Promise.all([first, second])).toEqual([SHOWN, { kind: 'ended' }]);
    });

    it('brings an answer to nobody but who asked', async () => {
      const other = anInquiry().ask(OF, IMPATIENCE_MS);
      await eventually(() => questions.length === 1);
      const asked = anInquiry().ask(OF, PATIENCE_MS);
      await answer(1, SHOWN);
      expect(await asked).toEqual(SHOWN);
      await harness.elapse(IMPATIENCE_MS);
      expect(await other).toBeNull();
    });

    it('waits no longer than it is told to, and takes no answer after that', async () => {
      const inquiry = anInquiry();
      const asked = inquiry.ask(OF, IMPATIENCE_MS);
      await eventually(() => questions.length === 1);
      await harness.elapse(IMPATIENCE_MS);
      expect(await asked).toBeNull();
      await answer(0, SHOWN);
      const again = inquiry.ask(OF, PATIENCE_MS);
      await answer(1, { kind: 'switchedOff' });
      expect(await again).toEqual({ kind: 'switchedOff' });
    });

    it('stops waiting when it is closed', async () => {
      const inquiry = anInquiry();
      const asked = inquiry.ask(OF, PATIENCE_MS);
      await eventually(() => questions.length === 1);
      await inquiry.close();
      expect(await asked).toBeNull();
    });
  });
};
