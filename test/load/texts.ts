/** Texts of a voice agent's answers, by their size in words: short, middle and long in equal parts. */
export const TEXTS = {
  short: [
    'Sure, I can help you with that.',
    'Your order left the warehouse this morning.',
    'The next train leaves in ten minutes.',
    'I am sorry to hear that happened.',
  ],
  middle: [
    'I have found three appointments for next week. The earliest one is on Tuesday at nine, would that suit you?',
    'The battery lasts about two days. If you use the screen all the time, expect it to need charging every evening.',
    'Thanks for waiting. I checked your account and the payment arrived on Monday, so nothing else is due this month.',
  ],
  long: [
    'When you arrive at the station, take the north exit and cross the square towards the old library. ' +
      'Behind it there is a small street with a bakery on the corner. Follow that street until you reach the river, ' +
      'then turn left and walk along the water for about five minutes. The hotel is the white building next to the bridge, ' +
      'and the entrance is on the far side.',
    'Let me explain how the subscription works. You pay once a month, and you can stop at any time without giving a reason. ' +
      'Everything you have saved stays available for ninety days after that, so nothing is lost if you change your mind. ' +
      'If you share the account with your family, each person gets their own library and their own settings.',
  ],
} as const;

/** Picks the n-th text of a mix: sizes take turns, texts of a size as well. */
export const mixedText = (n: number): string => {
  const sizes = [TEXTS.short, TEXTS.middle, TEXTS.long];
  const texts = sizes[n % sizes.length] ?? TEXTS.short;
  return texts[Math.floor(n / sizes.length) % texts.length] ?? TEXTS.short[0];
};
