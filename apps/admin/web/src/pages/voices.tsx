import type { VoiceRecord, WorkerRecord } from '@chorale/speech';
import { useEffect, useRef, useState } from 'preact/hooks';

import { messageOf, postRaw } from '../api.js';
import { useIsOperator, useLive } from '../live/use-live.js';
import { count } from '../parts/format.js';
import { Empty, Loading, Panel } from '../parts/panel.js';
import type { Column } from '../parts/table.js';
import { Table } from '../parts/table.js';

import { UploadedVoices } from './uploaded-voices.js';

interface ServedVoice extends VoiceRecord {
  readonly workers: number;
  readonly isDefault: boolean;
}

const SAMPLE = 'Hello. This is how I sound.';

/** Voices that can be spoken with, and those that were uploaded. */
export const Voices = () => (
  <>
    <Installed />
    <UploadedVoices />
  </>
);

/** Sorted by name. */
const servedBy = (workers: readonly WorkerRecord[]): readonly ServedVoice[] => {
  const served = new Map<string, ServedVoice>();
  for (const { voices, defaultVoice } of workers)
    for (const voice of voices) {
      const known = served.get(voice.id);
      const isDefault = voice.id === defaultVoice || known?.isDefault === true;
      served.set(voice.id, { ...voice, isDefault, workers: (known?.workers ?? 0) + 1 });
    }
  return [...served.values()].sort((one, other) => one.id.localeCompare(other.id));
};

const VOICE_COLUMNS: readonly Column<ServedVoice>[] = [
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
  { head: 'Workers', align: 'end', cell: ({ workers }) => count(workers) },
];

const Installed = () => {
  const workers = useLive((state) => state.cluster?.workers);
  const mayAct = useIsOperator();
  const columns = mayAct ? [...VOICE_COLUMNS, listenColumn] : VOICE_COLUMNS;
  const rows = servedBy(workers ?? []);
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

/** Lets a voice say a sentence. */
const useSample = (voice: string) => {
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
  return { sound, problem, start, silence };
};

const Listen = ({ voice }: { readonly voice: string }) => {
  const { sound, problem, start, silence } = useSample(voice);
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

const listenColumn: Column<ServedVoice> = {
  head: '',
  align: 'end',
  cell: ({ id }) => <Listen voice={id} />,
};
