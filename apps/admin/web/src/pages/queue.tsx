import type { JobFailure } from '@chorale/protocol';
import type { QueueDepth } from '@chorale/speech';

import { useFetched } from '../live/use-fetched.js';
import { useLive } from '../live/use-live.js';
import { clockTime, count, seconds, shortName } from '../parts/format.js';
import { Badge, Empty, Loading, Panel } from '../parts/panel.js';
import type { Column } from '../parts/table.js';
import { Table } from '../parts/table.js';

/** What waits, and what failed. */
export const Queue = () => {
  const cluster = useLive((state) => state.cluster);
  return (
    <>
      <Panel title="Queues" aside={<a href="/queues/">Look into them</a>}>
        {cluster === null ? <Loading /> : <Depths />}
      </Panel>
      <Failures />
    </>
  );
};

const Depths = () => {
  const cluster = useLive((state) => state.cluster);
  const demand = (cluster?.gateways ?? []).flatMap((gateway) => gateway.demand);
  const owedTo = (name: string): number =>
    demand
      .filter(({ voiceClass }) => voiceClass === name)
      .reduce((sum, { owedAudioSeconds }) => sum + owedAudioSeconds, 0);
  const workersOf = (name: string): number =>
    (cluster?.workers ?? []).filter(({ voiceClass, draining }) => voiceClass === name && !draining)
      .length;
  const columns: readonly Column<QueueDepth>[] = [
    { head: 'Class', cell: ({ voiceClass }) => <b>{voiceClass}</b> },
    { head: 'Urgent', align: 'end', cell: ({ urgent }) => count(urgent) },
    { head: 'Look-ahead', align: 'end', cell: ({ lookAhead }) => count(lookAhead) },
    { head: 'Running', align: 'end', cell: ({ running }) => count(running) },
    { head: 'Audio owed', align: 'end', cell: ({ voiceClass }) => seconds(owedTo(voiceClass)) },
    {
      head: 'Workers',
      align: 'end',
      cell: ({ voiceClass }) =>
        workersOf(voiceClass) === 0 ? <Badge tone="bad">none</Badge> : count(workersOf(voiceClass)),
    },
  ];
  const queues = cluster?.queues ?? [];
  return queues.length === 0 ? (
    <Empty title="No class of workers">
      A queue shows up with its first worker, or the first sentence for it.
    </Empty>
  ) : (
    <Table label="Queues" columns={columns} rows={queues} keyOf={({ voiceClass }) => voiceClass} />
  );
};

const FAILURE_COLUMNS: readonly Column<JobFailure>[] = [
  { head: 'When', cell: ({ at }) => clockTime(at) },
  { head: 'Why', cell: ({ error }) => <code>{error}</code> },
  { head: 'Class', cell: ({ voiceClass }) => voiceClass },
  { head: 'Worker', cell: ({ worker }) => <span title={worker}>{shortName(worker)}</span> },
  {
    head: 'Job',
    isLong: true,
    cell: ({ id }) => (
      <span class="mono cut" title={id}>
        {id}
      </span>
    ),
  },
];

const Failures = () => {
  const [fetched, load] = useFetched<{ readonly failures: readonly JobFailure[] }>('/api/failures');
  const again = (
    <button type="button" class="quiet" onClick={load}>
      Refresh
    </button>
  );
  return (
    <Panel title="Latest failures" aside={again}>
      {fetched.kind === 'loading' && <Loading />}
      {fetched.kind === 'failed' && (
        <p role="alert" class="problem">
          {fetched.message}
        </p>
      )}
      {fetched.kind === 'here' &&
        (fetched.value.failures.length === 0 ? (
          <Empty title="Nothing has failed">The latest 1 000 failures are kept.</Empty>
        ) : (
          <Table
            label="Latest failures"
            columns={FAILURE_COLUMNS}
            rows={fetched.value.failures.slice(0, 100)}
            keyOf={({ id, at }) => `${id} ${at}`}
          />
        ))}
    </Panel>
  );
};
