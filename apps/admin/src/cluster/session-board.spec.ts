import { gatewayId } from '@chorale/speech';
import { aFeedBatch, aSessionSummary } from '@chorale/testing';
import { describe, expect, it } from '@jest/globals';

import { SessionBoard } from './session-board.js';

const GATEWAY = gatewayId('gateway-1');

const sessions = (...names: readonly string[]) =>
  names.map((session) => aSessionSummary({ session }));

const namesOn = (board: SessionBoard) => board.rows.map(({ session }) => session).sort();

/** A board that knows sessions a and b after batch 1. */
const aBoard = (): SessionBoard => {
  const board = new SessionBoard();
  board.take(aFeedBatch({ whole: true, sessions: sessions('a', 'b') }), 0);
  board.takeChanges();
  return board;
};

describe(SessionBoard.name, () => {
  it('tells only what changed', () => {
    const board = aBoard();
    expect(board.takeChanges()).toBeNull();
    board.take(aFeedBatch({ sequence: 2, sessions: sessions('b', 'c'), ended: ['a'] }), 0);
    const changes = board.takeChanges();
    expect(changes?.changed.map(({ session }) => session)).toEqual(['b', 'c']);
    expect(changes?.ended).toEqual(['a']);
    expect(namesOn(board)).toEqual(['b', 'c']);
    expect(board.gatewayOf('c')).toBe(GATEWAY);
    expect(board.gatewayOf('a')).toBeNull();
  });

  it('asks for a snapshot once when batches are missing, and takes those that came meanwhile', () => {
    const board = aBoard();
    expect(board.take(aFeedBatch({ sequence: 3, sessions: sessions('c') }), 0)).toBe(false);
    expect(board.take(aFeedBatch({ sequence: 4, sessions: sessions('d') }), 0)).toBe(true);
    board.mend(GATEWAY, { sequence: 3, sessions: sessions('b', 'c') });
    expect(namesOn(board)).toEqual(['b', 'c', 'd']);
    expect(board.take(aFeedBatch({ sequence: 5, ended: ['d'] }), 0)).toBe(true);
    expect(namesOn(board)).toEqual(['b', 'c']);
  });

  it('asks again where there was no snapshot', () => {
    const board = aBoard();
    board.take(aFeedBatch({ sequence: 3 }), 0);
    board.mend(GATEWAY, null);
    expect(board.take(aFeedBatch({ sequence: 4 }), 0)).toBe(false);
  });

  it('drops what a whole batch does not name', () => {
    const board = aBoard();
    board.take(aFeedBatch({ sequence: 9, whole: true, sessions: sessions('b') }), 0);
    expect(board.takeChanges()?.ended).toEqual(['a']);
  });

  it('drops the sessions of a silent gateway', () => {
    const board = aBoard();
    board.sweep(5_999);
    expect(namesOn(board)).toEqual(['a', 'b']);
    board.sweep(6_000);
    expect(namesOn(board)).toEqual([]);
    expect(board.takeChanges()?.ended).toEqual(['a', 'b']);
  });
});
