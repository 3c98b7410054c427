import type { Recording } from '../audio/recording.js';

/** What can be taken away. */
interface DownloadProps {
  readonly recording: Recording;
  readonly seconds: number;
}

/** Browsers have taken the file over by then, ms. */
const HANDOVER_MS = 10_000;

/** Takes what has come away as a WAV file. */
export const DownloadButton = ({ recording, seconds }: DownloadProps) => (
  <button
    type="button"
    disabled={seconds === 0}
    title={recording.full ? 'Only the first half hour is kept.' : undefined}
    onClick={() => save(new Blob([recording.toWav()], { type: 'audio/wav' }), 'chorale.wav')}
  >
    Download WAV
  </button>
);

const save = (file: Blob, name: string): void => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), HANDOVER_MS);
};
