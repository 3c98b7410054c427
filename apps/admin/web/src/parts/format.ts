/** 1234 as 1,234. */
export const count = (value: number): string => Math.round(value).toLocaleString('en');

/** 0.42 as 42 %. */
export const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** Milliseconds as people say them: 85 ms, 1.24 s, 3 min. */
export const duration = (ms: number): string => {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < 10_000) return `${(ms / 1_000).toFixed(2)} s`;
  if (ms < 100_000) return `${(ms / 1_000).toFixed(1)} s`;
  return ms < 5_400_000 ? `${Math.round(ms / 60_000)} min` : `${(ms / 3_600_000).toFixed(1)} h`;
};

/** Seconds of audio: 7.5 s, 12 min. */
export const seconds = (value: number): string => (value === 0 ? '0 s' : duration(value * 1_000));

/** How long ago, roughly. */
export const ago = (at: number, now: number): string => {
  const passed = Math.max(0, now - at);
  return passed < 1_000 ? 'now' : duration(passed).replace(/\.\d+ s$/, ' s');
};

/** A time of day; with the date if it is another day. */
export const clockTime = (at: number): string => {
  const date = new Date(at);
  const time = date.toLocaleTimeString('en-GB');
  return date.toDateString() === new Date().toDateString()
    ? time
    : `${date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })} ${time}`;
};

/** The tail of a long name: what tells processes apart. */
export const shortName = (name: string): string =>
  name.length > 20 ? `…${name.slice(-12)}` : name;

export const DASH = '–';
