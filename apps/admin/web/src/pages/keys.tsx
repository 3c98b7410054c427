import type { ApiKey } from '@chorale/speech';
import { useState } from 'preact/hooks';

import { postJson, remove } from '../api.js';
import { useFetched } from '../live/use-fetched.js';
import { useIsOperator, useLive } from '../live/use-live.js';
import { ActionButton } from '../parts/action-button.js';
import { Dialog } from '../parts/dialog.js';
import { DialogForm } from '../parts/dialog-form.js';
import { clockTime, count } from '../parts/format.js';
import { Empty, Loading, Panel } from '../parts/panel.js';
import type { Column } from '../parts/table.js';
import { Table } from '../parts/table.js';

const COLUMNS: readonly Column<ApiKey>[] = [
  { head: 'Name', cell: ({ name }) => <b>{name}</b> },
  { head: 'Tenant', cell: ({ tenant }) => tenant },
  {
    head: 'Sessions at a time',
    align: 'end',
    cell: ({ limits: { maxSessions } }) => (maxSessions === null ? 'no limit' : count(maxSessions)),
  },
  { head: 'Made', cell: ({ createdAt }) => clockTime(createdAt) },
  { head: 'Id', cell: ({ id }) => <code>{id}</code> },
];

const revokeColumn: Column<ApiKey> = {
  head: '',
  align: 'end',
  cell: ({ id, name }) => (
    <ActionButton
      label="Revoke"
      about={name}
      question="Clients with this key are turned away within two seconds. Sessions that are open go on."
      danger
      act={() => remove(`/api/keys/${encodeURIComponent(id)}`)}
    />
  ),
};

/** The keys that clients bring. */
export const Keys = () => {
  const revision = useLive(({ revisions }) => revisions.keys);
  const mayAct = useIsOperator();
  const [isMaking, setMaking] = useState(false);
  const [fetched, load] = useFetched<{ readonly keys: readonly ApiKey[] }>('/api/keys', revision);
  const make = mayAct && (
    <button type="button" onClick={() => setMaking(true)}>
      New key
    </button>
  );
  return (
    <Panel title="API keys" aside={make}>
      {fetched.kind === 'loading' && <Loading />}
      {fetched.kind === 'failed' && (
        <p role="alert" class="problem">
          {fetched.message}
        </p>
      )}
      {fetched.kind === 'here' &&
        (fetched.value.keys.length === 0 ? (
          <Empty title="No keys yet">
            Gateways ask for a key if REQUIRE_API_KEY is set; keys in their own settings are not
            listed here.
          </Empty>
        ) : (
          <Table
            label="API keys"
            columns={mayAct ? [...COLUMNS, revokeColumn] : COLUMNS}
            rows={fetched.value.keys}
            keyOf={({ id }) => id}
          />
        ))}
      {isMaking && (
        <Dialog title="New API key" onClose={() => setMaking(false)}>
          <NewKey onMade={load} onDone={() => setMaking(false)} />
        </Dialog>
      )}
    </Panel>
  );
};

interface NewKeyProps {
  readonly onMade: () => void;
  readonly onDone: () => void;
}

const NewKey = ({ onMade, onDone }: NewKeyProps) => {
  const [secret, setSecret] = useState<string | null>(null);
  const show = (made: string): void => {
    setSecret(made);
    onMade();
  };
  return secret === null ? (
    <KeyForm onMade={show} onDone={onDone} />
  ) : (
    <Secret secret={secret} onDone={onDone} />
  );
};

const KeyForm = ({
  onMade,
  onDone,
}: {
  readonly onMade: (secret: string) => void;
  readonly onDone: () => void;
}) => (
  <DialogForm
    submitLabel="Make key"
    leaveLabel="Keep as it is"
    send={(fields) =>
      postJson<{ readonly secret: string }>('/api/keys', wishIn(fields)).then((made) =>
        onMade(made.secret),
      )
    }
    onLeave={onDone}
  >
    <KeyFields />
  </DialogForm>
);

const KeyFields = () => (
  <>
    <label for="key-name">Name</label>
    <input id="key-name" name="name" required maxLength={200} placeholder="Phone app" />
    <label for="key-tenant">Tenant</label>
    <input id="key-tenant" name="tenant" required maxLength={200} value="default" />
    <label for="key-sessions">Sessions at a time on one gateway</label>
    <input
      id="key-sessions"
      name="sessions"
      type="number"
      min={1}
      max={1_000_000}
      placeholder="no limit"
    />
  </>
);

const textIn = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
};

const wishIn = (form: FormData) => {
  const sessions = textIn(form, 'sessions');
  return {
    name: textIn(form, 'name'),
    tenant: textIn(form, 'tenant'),
    limits: { maxSessions: sessions === '' ? null : Number(sessions) },
  };
};

const Secret = ({ secret, onDone }: { readonly secret: string; readonly onDone: () => void }) => {
  const [isCopied, setCopied] = useState(false);
  const copy = (): void => {
    navigator.clipboard.writeText(secret).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <>
      <p>This is the only time that the key is shown. Only its hash is kept.</p>
      <p class="secret">
        <code>{secret}</code>
      </p>
      <div class="dialog-foot">
        <button type="button" class="quiet" onClick={copy}>
          {isCopied ? 'Copied' : 'Copy'}
        </button>
        <button type="button" onClick={onDone}>
          Done
        </button>
      </div>
    </>
  );
};
