import type { SentenceText, SessionTexts } from '@chorale/speech';
import { useState } from 'preact/hooks';

import { messageOf, postJson } from '../api.js';
import type { SessionRow } from '../../../src/live/live-messages.js';
import { useIsOperator, useLive } from '../live/use-live.js';
import { count } from '../parts/format.js';
import { Panel } from '../parts/panel.js';

/** What has become of asking; `shown` is kept here and nowhere else in the page. */
type Look =
  | { readonly kind: 'hidden' }
  | { readonly kind: 'asked' }
  | { readonly kind: 'shown'; readonly texts: SessionTexts }
  | { readonly kind: 'failed'; readonly message: string };

const HIDDEN: Look = { kind: 'hidden' };

const ask = ({ gateway, session }: SessionRow): Promise<SessionTexts> => {
  const [at, of] = [encodeURIComponent(gateway), encodeURIComponent(session)];
  return postJson<SessionTexts>(`/api/gateways/${at}/sessions/${of}/text`, {});
};

/** What the latest sentences say, once an operator asks; `row` is undefined when the session has ended. */
export const SessionText = ({ row }: { readonly row: SessionRow | undefined }) => {
  const [look, setLook] = useState<Look>(HIDDEN);
  const objection = useObjection(row);
  const show = (asked: SessionRow): void => {
    setLook({ kind: 'asked' });
    ask(asked).then(
      (texts) => setLook({ kind: 'shown', texts }),
      (error: unknown) => setLook({ kind: 'failed', message: messageOf(error) }),
    );
  };
  const mayAsk = row !== undefined && objection === null;
  const choices = {
    look,
    onShow: mayAsk ? () => show(row) : null,
    onHide: () => setLook(HIDDEN),
  };
  return (
    <Panel title="Text" aside={<Choices {...choices} />}>
      <Outcome look={look} objection={objection} />
    </Panel>
  );
};

/** Why the text cannot be asked for; null if it can. */
const useObjection = (row: SessionRow | undefined): string | null => {
  const isOperator = useIsOperator();
  const gateways = useLive((state) => state.cluster?.gateways);
  if (row === undefined) return 'The session has ended: nothing that it said is kept.';
  if (gateways?.find(({ gateway }) => gateway === row.gateway)?.showsText === false)
    return SWITCHED_OFF;
  return isOperator ? null : 'Hidden. Only operators may ask for it.';
};

const SWITCHED_OFF =
  'Text is switched off: the gateway of this session runs with ALLOW_TEXT_VIEW=false.';

const Choices = ({
  look: { kind },
  onShow,
  onHide,
}: {
  readonly look: Look;
  readonly onShow: (() => void) | null;
  readonly onHide: () => void;
}) => (
  <div class="choices">
    {kind === 'shown' && (
      <button type="button" class="quiet" onClick={onHide}>
        Hide text
      </button>
    )}
    {onShow !== null && (
      <button type="button" class="quiet" disabled={kind === 'asked'} onClick={onShow}>
        {kind === 'shown' ? 'Ask again' : 'Show text'}
      </button>
    )}
  </div>
);

const Outcome = ({
  look,
  objection,
}: {
  readonly look: Look;
  readonly objection: string | null;
}) => {
  switch (look.kind) {
    case 'shown':
      return <Texts {...look.texts} />;
    case 'failed':
      return (
        <p role="alert" class="problem">
          {look.message}
        </p>
      );
    case 'hidden':
    case 'asked':
      return <p class="panel-note">{objection ?? 'Hidden. Each look goes into the audit log.'}</p>;
  }
};

const Texts = ({ sentences, forgotten }: SessionTexts) => (
  <>
    {forgotten > 0 && (
      <p class="panel-note">{count(forgotten)} earlier sentences are no longer kept.</p>
    )}
    {sentences.length === 0 && <p class="panel-note">No sentence was queued yet.</p>}
    <ol class="texts" aria-label="What the latest sentences say">
      {sentences.map((sentence) => (
        <Sentence key={`${sentence.route}/${sentence.seq}`} {...sentence} />
      ))}
    </ol>
  </>
);

const Sentence = ({ route, seq, text, isWhole }: SentenceText) => (
  <li>
    <span class="note">
      {route}.{seq + 1}
    </span>
    <span dir="auto">
      {text}
      {!isWhole && <span class="note"> … (goes on)</span>}
    </span>
  </li>
);
