import { readdirSync, readFileSync } from 'node:fs';

import { chromium } from 'playwright-core';
import { parse } from 'yaml';

import { check } from '../images/check.mjs';
import { until } from '../launch/network.mjs';
import { inRoot } from '../setup/paths.mjs';
import { findTool } from '../setup/tools.mjs';

/** Prometheus looks every 5 s. */
const SOON = { timeoutMs: 60_000, everyMs: 500 };
const ANSWER_MS = 10_000;

const getJson = async (url, headers = {}) => {
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(ANSWER_MS) });
  return response.ok ? response.json() : null;
};

const prometheusSays = async (url, path) => (await getJson(`${url}/api/v1/${path}`))?.data;

const countUp = (targets = []) => {
  const counts = {};
  for (const { labels, health } of targets)
    if (health === 'up') counts[labels.job] = (counts[labels.job] ?? 0) + 1;
  return counts;
};

const checkTargets = async (url, expected) => {
  const jobs = Object.entries(expected);
  const isComplete = async () => {
    const { activeTargets = [] } = (await prometheusSays(url, 'targets?state=active')) ?? {};
    const up = countUp(activeTargets);
    const count = jobs.reduce((total, [, wanted]) => total + wanted, 0);
    return activeTargets.length === count && jobs.every(([job, wanted]) => up[job] === wanted);
  };
  const words = jobs.map(([job, wanted]) => `${wanted} ${job}`).join(', ');
  check(await until(isComplete, SOON), `Prometheus sees all that is there: ${words}`);
};

const checkMetric = async (url, expression) => {
  const query = `query?query=${encodeURIComponent(expression)}`;
  const hasValue = async () =>
    Number((await prometheusSays(url, query))?.result[0]?.value[1] ?? 0) > 0;
  check(await until(hasValue, SOON), `Prometheus knows ${expression}`);
};

const rulesOfFile = () => {
  const { groups } = parse(readFileSync(inRoot('k8s/chorale/files/rules.yaml'), 'utf8'));
  return groups.flatMap(({ rules }) => rules.map(({ alert, record }) => alert ?? record));
};

const checkRules = async (url) => {
  const expected = rulesOfFile();
  const areEvaluated = async () => {
    const { groups = [] } = (await prometheusSays(url, 'rules')) ?? {};
    const good = groups.flatMap(({ rules }) => rules).filter(({ health }) => health === 'ok');
    return expected.join() === good.map(({ name }) => name).join();
  };
  check(await until(areEvaluated, SOON), `Prometheus evaluates all ${expected.length} rules`);
};

/** What is scraped, one figure of a worker and one of a gateway, and the alerts. `expected` counts targets by job. */
export const checkPrometheus = async (url, expected) => {
  await checkTargets(url, expected);
  await checkMetric(url, 'sum(chorale_audio_sent_seconds_total)');
  await checkMetric(url, 'sum(chorale_redis_round_trip_seconds_count{job="worker"})');
  await checkRules(url);
};

/** Grafana lets everybody look, and has read the dashboards. */
export const checkGrafana = async (url) => {
  const expected = readdirSync(inRoot('k8s/chorale/files/dashboards')).length;
  const hasAll = async () => {
    const found = await getJson(`${url}/api/search?type=dash-db`).catch(() => null);
    return found?.length === expected;
  };
  check(await until(hasAll, SOON), `Grafana shows ${expected} dashboards`);
};

const BROWSER_FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];
const PATIENCE_MS = 30_000;

const inBrowser = async (executablePath, task) => {
  const browser = await chromium.launch({ executablePath, args: BROWSER_FLAGS });
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    await task(page);
  } finally {
    await browser.close();
  }
};

const logIn = async (page, url, token) => {
  await page.goto(url);
  await page.getByLabel('Token').fill(token);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
};

const checkPage = async (url, token, names) => {
  const program = findTool('chromium');
  if (program === null)
    return console.log('SKIPPED: the look at the admin page, for want of Chromium');
  await inBrowser(program, async (page) => {
    await logIn(page, url, token);
    // Rows show the tails of long names, and all of them on a closer look.
    for (const name of names) await page.getByTitle(name).first().waitFor();
  });
  check(true, `the admin page shows all ${names.length} gateways and workers`);
};

const logInAs = async (url, token) => {
  const response = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-chorale-admin': '1' },
    body: JSON.stringify({ token }),
    signal: AbortSignal.timeout(ANSWER_MS),
  });
  return response.ok ? (response.headers.get('set-cookie') ?? '').split(';')[0] : null;
};

/** The admin app lets its operator in, reaches the gateway, and shows who is there: containers by their `names`. */
export const checkAdmin = async (url, token, names) => {
  const cookie = await logInAs(url, token);
  check(
    cookie !== null && (await logInAs(url, `not ${token}`)) === null,
    'the admin app has a door',
  );
  const voices = await getJson(`${url}/api/voices`, { cookie });
  check(
    voices?.voices?.length > 0,
    `the admin app reaches the gateway: ${voices?.voices?.length} voices`,
  );
  await checkPage(url, token, names);
};
