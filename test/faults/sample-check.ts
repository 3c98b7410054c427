/** What is wrong with a stretch of a sentence's samples. */
export interface Flaw {
  /** `lost`: not heard; `duplicated`: heard again; `foreign`: of another sentence or of none; `altered`: in its place, but other. */
  readonly kind: 'lost' | 'duplicated' | 'foreign' | 'altered';
  /** Heard sample at which it shows. */
  readonly at: number;
  readonly samples: number;
}

/** What a sentence's samples are compared with. */
export interface Reference {
  readonly expected: Int16Array;
  /** Sentences whose samples must not be heard here. */
  readonly others: readonly Int16Array[];
}

/** Samples that must agree for two places to count as the same: marked samples have 14 bits each. */
const WINDOW = 16;

/** Compares what was heard of a sentence with all of it, sample for sample. */
export const flawsIn = (heard: Int16Array, reference: Reference): readonly Flaw[] => {
  const flaws: Flaw[] = [];
  let place: Place = agreeing(heard, reference.expected, { heard: 0, expected: 0 });
  while (place.heard < heard.length) {
    const found = flawAt(heard, reference, place);
    flaws.push(found.flaw);
    place = agreeing(heard, reference.expected, found.next);
  }
  const samples = reference.expected.length - place.expected;
  return samples > 0 ? [...flaws, { kind: 'lost', at: place.heard, samples }] : flaws;
};

/** How far both have been compared. */
interface Place {
  readonly heard: number;
  readonly expected: number;
}

interface Found {
  readonly flaw: Flaw;
  readonly next: Place;
}

const agreeing = (heard: Int16Array, expected: Int16Array, from: Place): Place => {
  const count = agreement(heard.subarray(from.heard), expected.subarray(from.expected));
  return { heard: from.heard + count, expected: from.expected + count };
};

/** Samples from the beginning in which both agree. */
const agreement = (some: Int16Array, others: Int16Array): number => {
  const limit = Math.min(some.length, others.length);
  let count = 0;
  while (count < limit && some[count] === others[count]) count += 1;
  return count;
};

const flawAt = (heard: Int16Array, reference: Reference, place: Place): Found =>
  jumpAt(heard, reference, place) ??
  changeAt(heard, reference, place) ??
  insertionAt(heard, reference, place) ??
  restAt(heard, reference, place);

/** The sentence goes on elsewhere: further on, so that samples are lost, or further back. */
const jumpAt = (heard: Int16Array, { expected }: Reference, place: Place): Found | null => {
  const to = placeOf(windowAt(heard, place.heard), expected);
  if (to === null) return null;
  if (to > place.expected) {
    const samples = to - place.expected;
    return {
      flaw: { kind: 'lost', at: place.heard, samples },
      next: { heard: place.heard, expected: to },
    };
  }
  const again = heard.subarray(place.heard, place.heard + place.expected - to);
  return skip('duplicated', place, agreement(again, expected.subarray(to)));
};

/** Behind some other samples, as many as they stand for, it goes on in its place. */
const changeAt = (heard: Int16Array, reference: Reference, place: Place): Found | null => {
  const rest = reference.expected.subarray(place.expected);
  const samples = agreesAgainAfter(heard.subarray(place.heard), rest);
  if (samples === null) return null;
  const kind = isOfOthers(heard, reference, place) ? 'foreign' : 'altered';
  return {
    flaw: { kind, at: place.heard, samples },
    next: { heard: place.heard + samples, expected: place.expected + samples },
  };
};

const agreesAgainAfter = (heard: Int16Array, expected: Int16Array): number | null => {
  const limit = Math.min(heard.length, expected.length);
  for (let after = 1; after < limit; after += 1) {
    const window = Math.min(WINDOW, limit - after);
    if (agreement(heard.subarray(after, after + window), expected.subarray(after)) === window)
      return after;
  }
  return heard.length === expected.length ? limit : null;
};

/** Behind some samples too many it goes on where it stood. */
const insertionAt = (heard: Int16Array, { expected }: Reference, place: Place): Found | null => {
  const to = placeOf(windowAt(expected, place.expected), heard.subarray(place.heard));
  return to === null ? null : skip('foreign', place, to);
};

const restAt = (heard: Int16Array, _: Reference, place: Place): Found =>
  skip('foreign', place, heard.length - place.heard);

const skip = (kind: Flaw['kind'], place: Place, samples: number): Found => ({
  flaw: { kind, at: place.heard, samples },
  next: { heard: place.heard + samples, expected: place.expected },
});

const isOfOthers = (heard: Int16Array, { others }: Reference, place: Place): boolean => {
  const window = windowAt(heard, place.heard);
  return others.some((other) => placeOf(window, other) !== null);
};

const windowAt = (samples: Int16Array, at: number): Int16Array => samples.subarray(at, at + WINDOW);

/** Where a whole window stands in the samples; null for a shorter one, which might stand anywhere. */
const placeOf = (window: Int16Array, samples: Int16Array): number | null => {
  if (window.length < WINDOW) return null;
  const [first = 0] = window;
  for (let at = samples.indexOf(first); at >= 0; at = samples.indexOf(first, at + 1))
    if (agreement(window, samples.subarray(at)) === WINDOW) return at;
  return null;
};
