/**
 * Does one tenant with very many requests disturb the others? Paced listeners of some tenants are heard, alone
 * and then while another tenant asks for hundreds of texts at once and again whenever it is refused:
 * npm run load:tenant -- [listeners] [requests] [seconds] [tenant's share of the places]
 */
import { setMaxListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';

import { startOwnService } from './own-service.js';
import { tableOf } from './report.js';
import { runLoad } from './run.js';
import { STOPPED } from './target.js';
import { mixedText } from './texts.js';
import { wsTarget } from './ws-target.js';

const SLO = { ttfaP95Ms: 300, underrunMs: 20 };
const DUTY = 0.5;
const RETRY_MS = 1_000;
const QUIET_KEY = 'a-quiet-key-of-the-load-kit';
const NOISY_KEY = 'a-noisy-key-of-the-load-kit';

const listeners = Number(process.argv[2] ?? 12);
const requests = Number(process.argv[3] ?? 500);
const seconds = Number(process.argv[4] ?? 60);
const share = process.argv[5] ?? '0.25';

const service = await startOwnService({
  API_KEYS: `${QUIET_KEY} quiet quiet,${NOISY_KEY} noisy noisy`,
  TENANT_SHARE: share,
});
const targetOf = (apiKey: string) =>
  wsTarget({ url: service.url, voice: null, wordsPerSecond: null, apiKey });

const count = { served: 0, refusals: 0, seconds: 0 };

/** Asks until it is served, or all is over. */
const ask = async (n: number, over: AbortSignal): Promise<void> => {
  while (!over.aborted) {
    const report = await askOnce(n, over);
    count.seconds += report.audioSeconds;
    if (report.failure === null) count.served += 1;
    if (report.failure === null || report.failure === STOPPED) return;
    count.refusals += 1;
    await pause(RETRY_MS, undefined, { signal: over }).catch(() => undefined);
  }
};

const askOnce = async (n: number, over: AbortSignal) => {
  const line = await targetOf(NOISY_KEY).open();
  const report = await line.speak(mixedText(n), over);
  line.close();
  return report;
};

const listening = { target: targetOf(QUIET_KEY), text: mixedText, slo: SLO, pids: service.pids };
await runLoad(1, { ...listening, rate: null, duty: null, seconds: 3 }); // warm, and the cost is known
console.log(
  `alone\n${tableOf(await runLoad(listeners, { ...listening, rate: null, duty: DUTY, seconds }))}`,
);
const over = new AbortController();
setMaxListeners(0, over.signal); // each request hears of the end
const noise = Promise.all(Array.from({ length: requests }, (_, n) => ask(n, over.signal)));
const report = await runLoad(listeners, { ...listening, rate: null, duty: DUTY, seconds });
over.abort();
await noise;
console.log(`beside ${requests} requests of one tenant\n${tableOf(report)}`);
console.log(
  `that tenant: ${count.served} served, ${count.refusals} refusals, ${count.seconds.toFixed(0)} s of audio`,
);
await service.stop();
