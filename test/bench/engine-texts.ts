/** Ten sentences of everyday length, 5 to 20 words. */
export const SENTENCES: readonly string[] = [
  'The quick brown fox jumps over the lazy dog today.',
  'Please leave the keys on the kitchen table.',
  'When the rain stopped, the children ran out into the garden and looked for snails.',
  'Nobody knew where the old map had come from.',
  'She opened the window, because the room was far too warm for anyone to sleep.',
  'The next train to the coast leaves in about twenty minutes from platform four.',
  'He never asked twice.',
  'Our neighbours have painted their front door in a surprisingly bright shade of green.',
  'If you turn left behind the church, you will see the river and a small wooden bridge.',
  'It was the best meal that we had eaten in a very long time.',
];

const THIRTY_WORDS =
  'When the morning train finally left the station, the passengers settled into their seats, opened ' +
  'their newspapers, and watched the hills slide by while the conductor walked slowly through the carriages.';

const THIRTY_MORE =
  ' Outside, a thin layer of fog was still lying over the fields, and here and there a farmer could ' +
  'be seen, leading a few cows along the narrow road towards the village.';

/** Texts by their number of words, for the time to the first sound. */
export const TEXTS: Readonly<Record<string, string>> = {
  '1 word': 'Hello.',
  '10 words': 'The quick brown fox jumps over the lazy dog today.',
  '30 words': THIRTY_WORDS,
  '60 words': THIRTY_WORDS.replace(/\.$/, ',') + THIRTY_MORE,
};
