/** One entry of Express's table of routes. */
interface Layer {
  readonly match: (path: string) => boolean;
  readonly route?: { readonly methods: Readonly<Record<string, boolean>> } | undefined;
}

/** As far as it is known what Express keeps there. */
const isLayer = (value: unknown): value is Layer =>
  typeof value === 'object' &&
  value !== null &&
  'match' in value &&
  typeof value.match === 'function' &&
  'route' in value;

/** The methods that a path can be asked with, in capitals; none if the path does not exist. */
export const allowedMethods = (router: unknown, path: string): readonly string[] => {
  const methods = layersOf(router)
    .filter((layer) => layer.route !== undefined && matches(layer, path))
    .flatMap(({ route }) => Object.keys(route?.methods ?? {}));
  const names = new Set(methods.map((method) => method.toUpperCase()));
  if (names.has('GET')) names.add('HEAD'); // Express answers it by itself
  return [...names].sort();
};

const layersOf = (router: unknown): readonly Layer[] =>
  typeof router === 'function' && 'stack' in router && Array.isArray(router.stack)
    ? router.stack.filter(isLayer)
    : [];

/** A path that cannot be decoded is nobody's. */
const matches = (layer: Layer, path: string): boolean => {
  try {
    return layer.match(path);
  } catch {
    return false;
  }
};
