import type { SentenceFate, SentenceTrace } from '@chorale/speech';

import { DASH, duration, shortName } from './format.js';
import type { Tone } from './panel.js';
import { Badge, Empty } from './panel.js';

const TONES: Readonly<Record<SentenceFate, Tone>> = {
  waiting: 'calm',
  speaking: 'warn',
  done: 'good',
  failed: 'bad',
  cancelled: 'calm',
};

/** How each sentence went: queued, started, first audio, done. */
export const Waterfall = ({
  sentences,
  now,
}: {
  readonly sentences: readonly SentenceTrace[];
  readonly now: number;
}) => {
  const begin = sentences[0]?.queuedAt ?? now;
  const end = Math.max(begin + 1, ...sentences.map((sentence) => sentence.endedAt ?? now));
  if (sentences.length === 0)
    return <Empty title="No sentences yet">They appear as soon as one is queued.</Empty>;
  return (
    <div class="table-frame waterfall" role="region" aria-label="Waterfall" tabIndex={0}>
      <table>
        <Heads span={duration(end - begin)} />
        <tbody>
          {sentences.map((sentence) => (
            <Row key={`${sentence.route}/${sentence.seq}`} {...{ sentence, begin, end, now }} />
          ))}
        </tbody>
      </table>
    </div>
  );
};

const Heads = ({ span }: { readonly span: string }) => (
  <thead>
    <tr>
      {['Sentence', 'State', 'Worker'].map((head) => (
        <th key={head} scope="col">
          {head}
        </th>
      ))}
      {['Waited', 'First audio', 'Whole'].map((head) => (
        <th key={head} scope="col" class="end">
          {head}
        </th>
      ))}
      <th scope="col" class="span">
        {span} in all
      </th>
    </tr>
  </thead>
);

interface RowProps {
  readonly sentence: SentenceTrace;
  readonly begin: number;
  readonly end: number;
  readonly now: number;
}

const Row = ({ sentence, begin, end, now }: RowProps) => {
  const { route, seq, attempt, worker, fate, queuedAt, startedAt, firstAudioAt, endedAt } =
    sentence;
  return (
    <tr>
      <td data-label="Sentence">
        {route}.{seq + 1}
        {attempt > 1 && <span class="note"> attempt {attempt}</span>}
      </td>
      <td data-label="State">
        <Badge tone={TONES[fate]}>{fate}</Badge>
      </td>
      <td data-label="Worker" title={worker ?? ''}>
        {worker === null ? DASH : shortName(worker)}
      </td>
      <td data-label="Waited" class="end">
        {between(queuedAt, startedAt)}
      </td>
      <td data-label="First audio" class="end">
        {between(queuedAt, firstAudioAt)}
      </td>
      <td data-label="Whole" class="end">
        {between(queuedAt, endedAt)}
      </td>
      <td class="span">
        <Bar {...{ sentence, begin, end, now }} />
      </td>
    </tr>
  );
};

const between = (from: number, until: number | null): string =>
  until === null ? DASH : duration(Math.max(0, until - from));

/** What is still to come is drawn up to now. */
const Bar = ({ sentence, begin, end, now }: RowProps) => {
  const { queuedAt, startedAt, firstAudioAt, endedAt } = sentence;
  const over = endedAt ?? now;
  const parts = [
    { kind: 'waited', from: queuedAt, until: startedAt ?? over },
    { kind: 'begun', from: startedAt, until: firstAudioAt ?? over },
    { kind: 'spoke', from: firstAudioAt, until: over },
  ];
  const share = (time: number): number => (100 * (time - begin)) / (end - begin);
  return (
    <div class="bar" aria-hidden="true">
      {parts.map(({ kind, from, until }) =>
        from === null ? null : (
          <span
            key={kind}
            class={kind}
            style={{
              left: `${share(from)}%`,
              width: `${Math.max(0.3, share(until) - share(from))}%`,
            }}
          />
        ),
      )}
    </div>
  );
};
