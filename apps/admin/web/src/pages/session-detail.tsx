import { useEffect } from 'preact/hooks';

import { postJson } from '../api.js';
import type { SessionRow } from '../../../src/live/live-messages.js';
import { useIsOperator, useLive, useStore } from '../live/use-live.js';
import { ActionButton } from '../parts/action-button.js';
import { Chart } from '../parts/chart.js';
import { clockTime, count, DASH, duration, shortName } from '../parts/format.js';
import { Badge, Empty, Loading, Panel } from '../parts/panel.js';
import { Waterfall } from '../parts/waterfall.js';

import { SessionText } from './session-text.js';

/** Points of slack that fill the chart. */
const SLACK_POINTS = 120;

/** One session, looked at closely. */
export const SessionDetail = ({ session }: { readonly session: string }) => {
  const store = useStore();
  useEffect(() => {
    store.watch(true);
    store.follow(session);
    return () => {
      store.follow(null);
      store.watch(false);
    };
  }, [store, session]);
  const row = useLive((state) => state.sessions.get(session));
  const isThere = useLive((state) => state.hasSessions);
  return (
    <>
      <a class="back" href="#/sessions">
        All sessions
      </a>
      {row === undefined ? <Gone isThere={isThere} /> : <Facts row={row} />}
      {(isThere || row !== undefined) && <SessionText key={session} row={row} />}
      <Trace />
    </>
  );
};

const Gone = ({ isThere }: { readonly isThere: boolean }) =>
  isThere ? (
    <section class="panel">
      <Empty title="This session has ended">
        What it did last is shown for as long as you stay here.
      </Empty>
    </section>
  ) : (
    <Loading />
  );

const Facts = ({ row }: { readonly row: SessionRow }) => {
  const mayAct = useIsOperator();
  const facts: readonly (readonly [string, string])[] = [
    ['Opened', clockTime(row.openedAt)],
    ['Key', row.keyName ?? 'none'],
    ['Tenant', row.tenant],
    ['Voice', row.voice === '' ? 'default' : row.voice],
    ['Gateway', shortName(row.gateway)],
    ['First audio', row.firstAudioMs === null ? DASH : duration(row.firstAudioMs)],
    ['Underruns', count(row.underruns)],
    ['Sentences', `${count(row.sentences)}, ${count(row.pending)} pending`],
  ];
  return (
    <section class="panel" aria-label="Session">
      <header class="panel-head">
        <h2 class="mono">{row.session}</h2>
        {row.speaking ? <Badge tone="good">speaking</Badge> : <Badge tone="calm">idle</Badge>}
        {mayAct && <Cancel row={row} />}
      </header>
      <dl class="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
};

const Cancel = ({ row: { session, gateway } }: { readonly row: SessionRow }) => (
  <ActionButton
    label="Cancel"
    about={`session ${shortName(session)}`}
    question="Its audio stops at once, and its connection is closed."
    danger
    act={() => postJson('/api/control', { kind: 'cancelSession', gateway, session })}
  />
);

const Trace = () => {
  const trace = useLive((state) => state.trace);
  const now = useLive((state) => state.cluster?.at ?? 0);
  const slack = (trace?.slack ?? []).map(({ slackMs }) => slackMs);
  const lines = [{ name: 'now', tone: 'first' as const, values: slack }];
  return (
    <>
      <Panel title="Slack" aside={<span class="note">audio that the listener has in hand</span>}>
        <div class="wide-chart">
          <Chart
            label="Slack"
            lines={lines}
            format={duration}
            atLeast={2_000}
            points={SLACK_POINTS}
          />
        </div>
      </Panel>
      <Panel title="Sentences" aside={<Legend />}>
        {trace === null ? <Loading /> : <Waterfall sentences={trace.sentences} now={now} />}
      </Panel>
    </>
  );
};

const Legend = () => (
  <ul class="legend">
    <li class="waited">waited</li>
    <li class="begun">to first audio</li>
    <li class="spoke">spoken</li>
  </ul>
);
