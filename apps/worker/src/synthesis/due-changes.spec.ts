import { aSynthesisJob } from '@chorale/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';

import { DueChanges } from './due-changes.js';

const JOB = aSynthesisJob({ route: 7, seq: 2 });

const changeOf = (seq: number, due: number) => {
  const { gateway, route, attempt, fromSample } = JOB;
  return { gateway, route, seq, attempt, fromSample, due };
};

let changes: DueChanges;
let told: number[];

beforeEach(() => {
  changes = new DueChanges();
  told = [];
});

const follow = (): (() => void) => changes.follow(JOB, (due) => told.push(due));

describe(DueChanges.name, () => {
  it('tells a job of its own changes, until it is over', () => {
    const unfollow = follow();
    changes.note(changeOf(2, 100));
    changes.note(changeOf(3, 200));
    unfollow();
    changes.note(changeOf(2, 300));
    expect(told).toEqual([100]);
  });

  it('tells a job that comes late of the latest change, once', () => {
    changes.note(changeOf(2, 100));
    changes.note(changeOf(2, 200));
    follow()();
    follow();
    expect(told).toEqual([200]);
  });

  it('forgets what nobody came for', () => {
    changes.note(changeOf(2, 100));
    for (let seq = 3; seq < 1_003; seq += 1) changes.note(changeOf(seq, 0));
    follow();
    expect(told).toEqual([]);
  });
});
