import { markOfText } from '@chorale/testing';
import { describe, expect, it } from '@jest/globals';

import { type Incident, Incidents } from './incidents.js';
import { WORKER_KILLED } from './inflictions.js';
import { slackAt } from './slack.js';
import { idleTimes, recoveryGaps, resumeTimes } from './timings.js';

/** Only who it is matters. */
const worker = {};

const incident = (name: string, from: number, to = from): Incident => ({
  ...{ name, from, to, aftermathMs: 0 },
  target: name === WORKER_KILLED ? worker : null,
});

const incidentsOf = (...all: readonly Incident[]): Incidents => new Incidents(all);

const unit = (text: string, at: number) => ({ worker, mark: String(markOfText(text)), at });

const arrivals = (...times: readonly number[]) => times.map((at) => ({ at, seconds: 0.5 }));

const QUIET = { texts: ['One.', 'Two.'], arrivals: [], gaveUpAt: null, returns: [] };

describe(slackAt.name, () => {
  it('counts down while nothing comes, and begins anew after a silence', () => {
    const heard = arrivals(1_000, 1_100, 5_000);
    expect(slackAt(heard, 1_200)).toBe(800);
    expect(slackAt(heard, 4_000)).toBe(-2_000);
    expect(slackAt(heard, 5_100)).toBe(400);
  });
});

describe(recoveryGaps.name, () => {
  const session = { ...QUIET, arrivals: arrivals(1_000, 1_100, 3_000) };
  const kill = incident(WORKER_KILLED, 1_500);

  it('finds the gap of a session whose worker was killed, and what of it was heard', () => {
    const gaps = recoveryGaps([session], incidentsOf(kill), [unit('One.', 1_400)]);
    expect(gaps).toEqual([{ ms: 1_500, slackMs: 500, heardMs: 1_000, isDisturbed: false }]);
  });

  it('says so when another fault was in the way', () => {
    const others = incidentsOf(kill, incident('Redis frozen', 2_000, 2_500));
    const gaps = recoveryGaps([session], others, [unit('One.', 1_400)]);
    expect(gaps).toMatchObject([{ isDisturbed: true }]);
  });

  it('leaves out those for whom somebody else spoke', () => {
    const units = [unit('One.', 1_000), unit('Three.', 1_400)];
    expect(recoveryGaps([session], incidentsOf(kill), units)).toEqual([]);
  });
});

describe(idleTimes.name, () => {
  const units = [unit('One.', 1_000), unit('Two.', 1_030), unit('Three.', 9_000)];

  it('ends with the last unit of what was given up', () => {
    const sessions = [{ ...QUIET, gaveUpAt: 1_010 }, { ...QUIET, gaveUpAt: 2_000 }, QUIET];
    expect(idleTimes(sessions, incidentsOf(), units, 20)).toEqual([
      { ms: 40, isDisturbed: false },
      { ms: 0, isDisturbed: false },
    ]);
  });

  it.each([
    ['was there', incident('worker frozen', 500, 1_200), true],
    ['came later, and excuses nothing', incident('worker frozen', 1_500, 9_000), false],
  ])('knows of a fault that %s', (_, fault, isDisturbed) => {
    const sessions = [{ ...QUIET, gaveUpAt: 1_010 }];
    expect(idleTimes(sessions, incidentsOf(fault), units, 20)).toMatchObject([{ isDisturbed }]);
  });
});

describe(resumeTimes.name, () => {
  const back = { cutAt: 900, connectingAt: 1_000, askedAt: 1_010, resumedAt: 1_020 };
  const sessions = [
    {
      ...QUIET,
      returns: [
        { ...back, heardAt: 1_100 },
        { ...back, heardAt: null },
      ],
    },
  ];

  it('counts the returns that were heard of, from where it is asked to', () => {
    const times = resumeTimes(sessions, incidentsOf(), ({ askedAt }) => askedAt);
    expect(times).toEqual([{ ms: 90, isDisturbed: false }]);
  });

  it('is not disturbed by the loss of the former gateway', () => {
    const loss = incidentsOf(incident('gateway killed', 890, 1_050));
    expect(resumeTimes(sessions, loss, ({ cutAt }) => cutAt)).toEqual([
      { ms: 200, isDisturbed: false },
    ]);
  });
});
