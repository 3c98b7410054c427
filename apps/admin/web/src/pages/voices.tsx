import type { VoiceRecord } from '@chorale/speech';
import { useEffect, useRef, useState } from 'preact/hooks';

import { messageOf, postForm, postRaw, remove } from '../api.js';
import { useFetched } from '../live/use-fetched.js';
import { useIsOperator, useLive } from '../live/use-live.js';
import { ActionButton } from '../parts/action-button.js';
import { Dialog } from '../parts/dialog.js';
import { count } from '../parts/format.js';
import { Empty, Loading, Panel } from '../parts/panel.js';
import type { Column } from '../parts/table.js';
import { Table } from '../parts/table.js';

interface ServedVoice extends VoiceRecord {
  readonly workers: number;
  readonly isDefault: boolean;
}

const SAMPLE = 'Hello. This is how I sound.';

/** Voices that can be spoken with, and those that were uploaded. */
export const Voices = () => (
  <>
    <Installed />
    <Uploaded />
  </>
);

const Installed = () => {
  const workers = useLive((state) => state.cluster?.workers);
  const mayAct = useIsOperator();
  const served = new Map<string, ServedVoice>();
  for (const { voices, defaultVoice } of workers ?? [])
    for (const voice of voices) {
      const known = served.get(voice.id);
      const isDefault = voice.id === defaultVoice || known?.isDefault === true;
      served.set(voice.id, { ...voice, isDefault, workers: (known?.workers ?? 0) + 1 });
    }
  const columns: readonly Column<ServedVoice>[] = [
    {
      head: 'Voice',
      cell: ({ id, isDefault }) => (
        <>
          <b>{id}</b>
          {isDefault && <span class="note"> default</span>}
        </>
      ),
    },
    { head: 'Language', cell: ({ language }) => language },
    { head: 'Engine', cell: ({ engine }) => engine },
    { head: 'Rate', align: 'end', cell: ({ nativeRate }) => `${nativeRate / 1_000} kHz` },
    { head: 'Speakers', align: 'end', cell: ({ speakers }) => count(speakers) },
    { head: 'Workers', align: 'end', cell: (voice) => count(voice.workers) },
    ...(mayAct
      ? [{ head: '', align: 'end' as const, cell: ({ id }: ServedVoice) => <Listen voice={id} /> }]
      : []),
  ];
  const rows = [...served.values()].sort((one, other) => one.id.localeCompare(other.id));
  return (
    <Panel title="Installed voices">
      {workers === undefined ? (
        <Loading />
      ) : rows.length === 0 ? (
        <Empty title="No voice is served">
          Voices are shown as soon as a worker that has them runs.
        </Empty>
      ) : (
        <Table label="Installed voices" columns={columns} rows={rows} keyOf={({ id }) => id} />
      )}
    </Panel>
  );
};

type Sound = 'silent' | 'loading' | 'playing';

const Listen = ({ voice }: { readonly voice: string }) => {
  const [sound, setSound] = useState<Sound>('silent');
  const [problem, setProblem] = useState<string | null>(null);
  const audio = useRef<HTMLAudioElement | null>(null);
  const silence = (): void => {
    audio.current?.pause();
    audio.current = null;
    setSound('silent');
  };
  useEffect(() => silence, []);
  const play = async (): Promise<void> => {
    setSound('loading');
    setProblem(null);
    const response = await postRaw('/api/voices/listen', { voice, text: SAMPLE });
    const url = URL.createObjectURL(await response.blob());
    const player = new Audio(url);
    audio.current = player;
    player.onended = silence;
    await player.play();
    setSound('playing');
  };
  const start = (): void => {
    play().catch((error: unknown) => {
      setProblem(messageOf(error));
      silence();
    });
  };
  return (
    <>
      {problem !== null && (
        <span role="alert" class="problem">
          {problem}{' '}
        </span>
      )}
      <button
        type="button"
        class="quiet"
        disabled={sound === 'loading'}
        aria-label={sound === 'playing' ? 'Stop' : `Listen to ${voice}`}
        onClick={sound === 'playing' ? silence : start}
      >
        {sound === 'playing' ? 'Stop' : 'Listen'}
      </button>
    </>
  );
};

interface UploadedVoice {
  readonly name: string;
}

const Uploaded = () => {
  const revision = useLive(({ revisions }) => revisions.voices);
  const mayAct = useIsOperator();
  const [isAdding, setAdding] = useState(false);
  const [fetched, load] = useFetched<{ readonly uploaded_voices: readonly UploadedVoice[] }>(
    '/api/voices',
    revision,
  );
  const columns: readonly Column<UploadedVoice>[] = [
    { head: 'Voice', cell: ({ name }) => <b>{name}</b> },
    ...(mayAct ? [removeColumn] : []),
  ];
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
      {fetched.kind === 'here' &&
        (fetched.value.uploaded_voices.length === 0 ? (
          <Empty title="No voice was uploaded">
            An upload is a short clip of a speaker, with consent.
          </Empty>
        ) : (
          <Table
            label="Uploaded voices"
            columns={columns}
            rows={fetched.value.uploaded_voices}
            keyOf={({ name }) => name}
          />
        ))}
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

const UploadForm = ({ onDone }: { readonly onDone: () => void }) => {
  const [problem, setProblem] = useState<string | null>(null);
  const submit = (event: SubmitEvent & { readonly currentTarget: HTMLFormElement }): void => {
    event.preventDefault();
    postForm('/api/voices', new FormData(event.currentTarget)).then(onDone, (error: unknown) => {
      setProblem(messageOf(error));
    });
  };
  return (
    <form onSubmit={submit}>
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
      {problem !== null && (
        <p role="alert" class="problem">
          {problem}
        </p>
      )}
      <div class="dialog-foot">
        <button type="button" class="quiet" onClick={onDone}>
          Leave it
        </button>
        <button type="submit">Upload</button>
      </div>
    </form>
  );
};
