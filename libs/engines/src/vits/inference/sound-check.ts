/** What is wrong with samples that a model gave; null when they can be speech. */
export const brokenBecause = (samples: Float32Array): string | null => {
  if (samples.some(Number.isNaN)) return 'the model gave NaN';
  // Speech has noise even in its pauses; digital silence comes from a model that broke.
  if (samples.every((sample) => sample === 0)) return 'the model gave nothing but zeros';
  return null;
};
