/** Gathers peaks into `count` bars that cover `span` of them: the highest of each. Bars without a peak are 0. */
export const barsOf = (
  peaks: readonly number[],
  { count, span }: { readonly count: number; readonly span: number },
): readonly number[] => {
  const bars = new Array<number>(count).fill(0);
  peaks.forEach((peak, at) => {
    const bar = Math.floor((at * count) / span);
    bars[bar] = Math.max(bars[bar] ?? 0, peak);
  });
  return bars.slice(0, count);
};
