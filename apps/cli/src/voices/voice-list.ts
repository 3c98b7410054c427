import type { VoiceFindings, VoiceManifest, VoiceOffer } from '@chorale/engines';

const table = (rows: readonly (readonly string[])[]): readonly string[] => {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
};

const speakersOf = ({ speakers }: VoiceManifest): string =>
  speakers.length === 1 ? '1 speaker' : `${speakers.length} speakers`;

const installedRow = (manifest: VoiceManifest): readonly string[] => [
  manifest.id,
  manifest.language,
  speakersOf(manifest),
  `${manifest.nativeRate} Hz`,
  manifest.licence ?? 'licence not known',
];

const offerRow = ({ id, language, files, licence }: VoiceOffer): readonly string[] => [
  id,
  language,
  files.model.bytes === null ? '' : `${Math.round(files.model.bytes / 1e6)} MB`,
  licence ?? 'licence not known',
];

const section = (title: string, lines: readonly string[], otherwise: string) => [
  title,
  ...(lines.length === 0 ? [otherwise] : lines).map((line) => `  ${line}`),
];

/** Lists what is in a folder, what is wrong there, and what else could be installed. */
export const voiceListLines = (
  dir: string,
  { voices, problems }: VoiceFindings,
  catalogue: readonly VoiceOffer[],
): readonly string[] => {
  const ids = new Set(voices.map(({ manifest }) => manifest.id));
  const offers = catalogue.filter(({ id }) => !ids.has(id));
  return [
    ...section(
      `Voices in ${dir}:`,
      table(voices.map(({ manifest }) => installedRow(manifest))),
      'none',
    ),
    ...(problems.length === 0
      ? []
      : section(
          'Not usable:',
          problems.map(({ message }) => message),
          '',
        )),
    ...section('Can be added:', table(offers.map(offerRow)), 'nothing more'),
  ];
};
