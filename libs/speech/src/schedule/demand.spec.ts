import { describe, expect, it } from '@jest/globals';

import { classDemands } from './demand.js';
import type { ContextDemand } from './demand.js';

const aContext = (
  owed: Partial<ContextDemand['owed']> = {},
  change: Partial<ContextDemand> = {},
): ContextDemand => ({
  voiceClass: 'default',
  tenant: 'acme',
  owed: { seconds: 6, queuedSeconds: 4, hasListener: true, hasBegun: true, ...owed },
  isNew: false,
  ...change,
});

const IDLE = { seconds: 0, queuedSeconds: 0, hasListener: false };

describe(classDemands.name, () => {
  it('adds up what is wanted of each class, and who wants it', () => {
    const contexts = [aContext(), aContext({}, { tenant: 'b' }), aContext({}, { tenant: 'b' })];
    const german = aContext({}, { voiceClass: 'german' });
    expect(classDemands([...contexts, german])).toEqual([
      {
        ...{ voiceClass: 'default', liveSessions: 3 },
        ...{ owedAudioSeconds: 18, queuedAudioSeconds: 12 },
        tenants: [
          { tenant: 'b', liveSessions: 2 },
          { tenant: 'acme', liveSessions: 1 },
        ],
      },
      expect.objectContaining({ voiceClass: 'german', liveSessions: 1 }),
    ]);
  });

  it('does not count who has heard all', () => {
    expect(classDemands([aContext(IDLE), aContext(IDLE, { isNew: true })])).toEqual([]);
  });

  it('keeps the place of a session that just came', () => {
    const [demand] = classDemands([aContext({ ...IDLE, hasBegun: false }, { isNew: true })]);
    expect(demand).toMatchObject({ liveSessions: 1, owedAudioSeconds: 0 });
  });

  it('does not count files among the listeners, but their audio among the work', () => {
    const [demand] = classDemands([aContext({ hasListener: false })]);
    expect(demand).toMatchObject({ liveSessions: 0, queuedAudioSeconds: 4, tenants: [] });
  });

  it('puts down what nobody is known to be able to speak', () => {
    expect(classDemands([aContext({}, { voiceClass: null })])).toMatchObject([{ voiceClass: '*' }]);
  });

  it('tells no more than the 64 busiest tenants apart', () => {
    const contexts = Array.from({ length: 70 }, (_, at) => aContext({}, { tenant: `t${at}` }));
    const [demand] = classDemands([...contexts, aContext({}, { tenant: 't69' })]);
    expect(demand?.tenants).toHaveLength(64);
    expect(demand?.tenants[0]).toEqual({ tenant: 't69', liveSessions: 2 });
    expect(demand?.liveSessions).toBe(71);
  });
});
