import type { AuditEntry } from '@chorale/speech';

import { useFetched } from '../live/use-fetched.js';
import { useLive } from '../live/use-live.js';
import { clockTime, DASH } from '../parts/format.js';
import type { Tone } from '../parts/panel.js';
import { Badge, Empty, Loading, Panel } from '../parts/panel.js';
import type { Column } from '../parts/table.js';
import { Table } from '../parts/table.js';

const TONES: Readonly<Record<AuditEntry['outcome'], Tone>> = {
  done: 'good',
  refused: 'warn',
  failed: 'bad',
};

const COLUMNS: readonly Column<AuditEntry>[] = [
  { head: 'When', cell: ({ at }) => clockTime(at) },
  { head: 'Who', isLong: true, cell: ({ role, from }) => `${role} at ${from}` },
  { head: 'Did', cell: ({ action }) => <code>{action}</code> },
  {
    head: 'To',
    isLong: true,
    cell: ({ target }) => (
      <span class="cut" title={target}>
        {target === '' ? DASH : target}
      </span>
    ),
  },
  { head: 'Outcome', cell: ({ outcome }) => <Badge tone={TONES[outcome]}>{outcome}</Badge> },
];

/** What people did here. */
export const Audit = () => {
  const revision = useLive(({ revisions }) => revisions.audit);
  const [fetched] = useFetched<{ readonly entries: readonly AuditEntry[] }>('/api/audit', revision);
  return (
    <Panel title="What was done" aside={<span class="note">the latest 200 of at most 1 000</span>}>
      {fetched.kind === 'loading' && <Loading />}
      {fetched.kind === 'failed' && (
        <p role="alert" class="problem">
          {fetched.message}
        </p>
      )}
      {fetched.kind === 'here' &&
        (fetched.value.entries.length === 0 ? (
          <Empty title="Nothing was done yet">Logins and every action are written down here.</Empty>
        ) : (
          <Table
            label="What was done"
            columns={COLUMNS}
            rows={fetched.value.entries.slice(0, 200)}
            keyOf={({ at, action, target }) => `${at} ${action} ${target}`}
          />
        ))}
    </Panel>
  );
};
