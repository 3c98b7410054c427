/** What decides under which name others find a gateway. */
interface HostSettings {
  readonly HOST: string;
  readonly ADVERTISED_HOST?: string | undefined;
}

/** Nobody can connect to these: they stand for all addresses of a machine. */
const ALL_ADDRESSES = new Set(['0.0.0.0', '::', '0:0:0:0:0:0:0:0']);

/** The name or address at which others reach a gateway; `machine` is what this machine calls itself. */
export const announcedHost = ({ HOST, ADVERTISED_HOST }: HostSettings, machine: string): string =>
  ADVERTISED_HOST ?? (ALL_ADDRESSES.has(HOST) ? machine : HOST);

/** The URL of an HTTP server on a host; an IPv6 address gets its brackets. */
export const announcedUrl = (host: string, port: number): string =>
  `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
