import { useEffect, useRef } from 'preact/hooks';

import type { Link } from '../live/live-store.js';
import { useLive } from '../live/use-live.js';
import { useRoute } from '../live/use-route.js';
import type { IconName } from '../parts/icons.js';
import { Icon } from '../parts/icons.js';
import { Logo } from '../parts/logo.js';

import { Audit } from './audit.js';
import { Keys } from './keys.js';
import { Overview } from './overview.js';
import { Queue } from './queue.js';
import { SessionDetail } from './session-detail.js';
import { Sessions } from './sessions.js';
import { Voices } from './voices.js';

const PAGES: readonly { readonly name: IconName; readonly title: string }[] = [
  { name: 'overview', title: 'Overview' },
  { name: 'sessions', title: 'Sessions' },
  { name: 'queue', title: 'Queue' },
  { name: 'voices', title: 'Voices' },
  { name: 'keys', title: 'Keys' },
  { name: 'audit', title: 'Audit' },
];

/** What stands around every page. */
export const Frame = ({ onLogOut }: { readonly onLogOut: () => void }) => {
  const [name = 'overview', detail] = useRoute();
  const title = PAGES.find((page) => page.name === name)?.title ?? 'Overview';
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    document.title = `${title} · Chorale admin`;
    main.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, [title, detail]);
  return (
    <div class="frame">
      <a
        class="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        Skip to content
      </a>
      <Side current={name} onLogOut={onLogOut} />
      <main id="main" ref={main} tabIndex={-1}>
        <header class="page-head">
          <h1>{title}</h1>
          <LinkState />
        </header>
        <Page name={name} detail={detail} />
      </main>
    </div>
  );
};

const Side = ({
  current,
  onLogOut,
}: {
  readonly current: string;
  readonly onLogOut: () => void;
}) => {
  const role = useLive((state) => state.role);
  return (
    <header class="side">
      <a class="brand" href="#/">
        <Logo />
        <span>Chorale</span>
      </a>
      <nav aria-label="Pages">
        {PAGES.map(({ name, title }) => (
          <a key={name} href={`#/${name}`} aria-current={name === current ? 'page' : undefined}>
            <Icon name={name} />
            <span>{title}</span>
          </a>
        ))}
      </nav>
      <div class="side-foot">
        <span class="note">
          {role === null ? '' : `You are ${role === 'operator' ? 'an operator' : 'a viewer'}`}
        </span>
        <button type="button" class="quiet" aria-label="Log out" onClick={onLogOut}>
          <Icon name="leave" />
          <span>Log out</span>
        </button>
      </div>
    </header>
  );
};

const Page = ({ name, detail }: { readonly name: string; readonly detail: string | undefined }) => {
  switch (name) {
    case 'sessions':
      return detail === undefined ? <Sessions /> : <SessionDetail session={detail} />;
    case 'queue':
      return <Queue />;
    case 'voices':
      return <Voices />;
    case 'keys':
      return <Keys />;
    case 'audit':
      return <Audit />;
    default:
      return <Overview />;
  }
};

const WORDS: Readonly<Record<Link, string>> = {
  connecting: 'Connecting',
  live: 'Live',
  lost: 'Connection lost',
};

const LinkState = () => {
  const link = useLive((state) => state.link);
  const reachable = useLive((state) => state.cluster?.reachable ?? true);
  const isGood = link === 'live' && reachable;
  return (
    <span class={`link-state ${isGood ? 'good' : 'bad'}`} role="status">
      {link === 'live' && !reachable ? 'Redis cannot be reached' : WORDS[link]}
    </span>
  );
};
