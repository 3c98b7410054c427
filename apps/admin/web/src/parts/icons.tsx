/** Line drawings on a grid of 20. */
const PATHS = {
  overview: 'M3 13h3l2.500-7 3.500 10 2-6 1 3h2',
  sessions: 'M4 8v4M8 5v10M12 7v6M16 4v12',
  queue: 'M4 5h12M4 10h12M4 15h7',
  voices:
    'M10 3a2.500 2.500 0 0 1 2.500 2.500v4a2.500 2.500 0 0 1-5 0v-4A2.500 2.500 0 0 1 10 3ZM5 9.500a5 5 0 0 0 10 0M10 14.500V17',
  keys: 'M12.500 3.500a4 4 0 1 1-3.800 5.200L3.500 14v2.500H6V15h1.500v-1.500L10 11',
  audit: 'M5 3h7l3 3v11H5ZM8 9h4M8 12h4',
  leave: 'M8 4H4v12h4M12 6.500 15.500 10 12 13.500M15 10H8',
} as const;

export type IconName = keyof typeof PATHS;

/** A drawing beside a word that says the same. */
export const Icon = ({ name }: { readonly name: IconName }) => (
  <svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
    <path d={PATHS[name]} />
  </svg>
);
