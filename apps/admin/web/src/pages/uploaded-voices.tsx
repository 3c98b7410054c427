import { useState } from 'preact/hooks';

import { postForm, remove } from '../api.js';
import { useFetched } from '../live/use-fetched.js';
import { useIsOperator, useLive } from '../live/use-live.js';
import { ActionButton } from '../parts/action-button.js';
import { Dialog } from '../parts/dialog.js';
import { DialogForm } from '../parts/dialog-form.js';
import { clockTime, count } from '../parts/format.js';
import { Empty, Loading, Panel } from '../parts/panel.js';
import type { Column } from '../parts/table.js';
import { Table } from '../parts/table.js';

interface UploadedVoice {
  readonly name: string;
  readonly consent: string;
  /** Seconds since 1970. */
  readonly created_at: number;
  readonly file_size: number;
}

/** The voices that were uploaded, and how to upload one. */
export const UploadedVoices = () => {
  const revision = useLive(({ revisions }) => revisions.voices);
  const mayAct = useIsOperator();
  const [isAdding, setAdding] = useState(false);
  const [fetched, load] = useFetched<{ readonly uploaded_voices: readonly UploadedVoice[] }>(
    '/api/voices',
    revision,
  );
  const add = mayAct && (
    <button type="button" onClick={() => setAdding(true)}>
      Upload
    </button>
  );
  return (
    <Panel title="Uploaded voices" aside={add}>
      {fetched.kind === 'loading' && <Loading />}
      {fetched.kind === 'failed' && (
        <Empty title="Uploads cannot be listed">{fetched.message}</Empty>
      )}
      {fetched.kind === 'here' && <Uploads voices={fetched.value.uploaded_voices} />}
      {isAdding && (
        <Dialog title="Upload a voice" onClose={() => setAdding(false)}>
          <UploadForm
            onDone={() => {
              setAdding(false);
              load();
            }}
          />
        </Dialog>
      )}
    </Panel>
  );
};

const Uploads = ({ voices }: { readonly voices: readonly UploadedVoice[] }) => {
  const mayAct = useIsOperator();
  if (voices.length === 0)
    return (
      <Empty title="No voice was uploaded">
        An upload is a short clip of a speaker, with consent.
      </Empty>
    );
  const columns = mayAct ? [...VOICE_COLUMNS, removeColumn] : VOICE_COLUMNS;
  return (
    <Table label="Uploaded voices" columns={columns} rows={voices} keyOf={({ name }) => name} />
  );
};

const VOICE_COLUMNS: readonly Column<UploadedVoice>[] = [
  { head: 'Voice', cell: ({ name }) => <b>{name}</b> },
  { head: 'Consent', isLong: true, cell: ({ consent }) => consent },
  { head: 'Uploaded', cell: ({ created_at: at }) => clockTime(at * 1_000) },
  { head: 'Clip', align: 'end', cell: ({ file_size: bytes }) => `${count(bytes / 1_000)} kB` },
];

const removeColumn: Column<UploadedVoice> = {
  head: '',
  align: 'end',
  cell: ({ name }) => (
    <ActionButton
      label="Delete"
      about={name}
      question="Its clip is removed, and nobody can speak with it any more."
      danger
      act={() => remove(`/api/voices/${encodeURIComponent(name)}`)}
    />
  ),
};

const UploadForm = ({ onDone }: { readonly onDone: () => void }) => (
  <DialogForm
    submitLabel="Upload"
    leaveLabel="Leave it"
    send={(fields) => postForm('/api/voices', fields).then(onDone)}
    onLeave={onDone}
  >
    <UploadFields />
  </DialogForm>
);

const UploadFields = () => (
  <>
    <label for="voice-name">Name</label>
    <input id="voice-name" name="name" required maxLength={200} />
    <label for="voice-consent">Consent</label>
    <input
      id="voice-consent"
      name="consent"
      required
      maxLength={200}
      aria-describedby="consent-hint"
    />
    <p id="consent-hint" class="note">
      Who agreed, and where that is written down.
    </p>
    <label for="voice-clip">Clip</label>
    <input id="voice-clip" name="audio_sample" type="file" accept="audio/*" required />
  </>
);
