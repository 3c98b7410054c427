import type { LoadReport } from './report.js';

/** Runs with so many listeners. */
export type Trial = (listeners: number) => Promise<LoadReport>;

/** Finds the most listeners that keep the SLO: doubles until it breaks, then halves the gap. Null if not even one does. */
export const sweep = async (trial: Trial): Promise<LoadReport | null> => {
  let best: LoadReport | null = null;
  let broken = 1;
  for (; ; broken *= 2) {
    const report = await trial(broken);
    if (!report.keepsSlo) break;
    best = report;
  }
  for (let low = best?.listeners ?? 0; broken - low > Math.max(1, Math.floor(low / 20));) {
    const middle = Math.floor((low + broken) / 2);
    const report = await trial(middle);
    if (report.keepsSlo) [best, low] = [report, middle];
    else broken = middle;
  }
  return best;
};
