/** The folder in which a package of ours or of others finds a dependency: the nearest one, as Node looks for it. */
const placeOf = (packages, from, name) => {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))) {
    const path = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    if (packages[path] !== undefined) return path;
    if (folder === '') return null;
  }
};

const requiredPeers = ({ peerDependencies = {}, peerDependenciesMeta = {} }) =>
  Object.keys(peerDependencies).filter((name) => peerDependenciesMeta[name]?.optional !== true);

const needsOf = (entry) => [
  ...Object.keys(entry.dependencies ?? {}),
  ...Object.keys(entry.optionalDependencies ?? {}),
  ...requiredPeers(entry),
];

/**
 * Lists what apps need to run, of what package-lock.json holds: paths of packages below node_modules
 * (`packages`) and of workspaces (`workspaces`). Optional packages are listed for all platforms.
 */
export const productionTree = (lock, apps) => {
  const seen = new Set(apps);
  const waiting = [...apps];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const entry = lock.packages[path];
    const next = entry.link
      ? [entry.resolved]
      : needsOf(entry).map((name) => placeOf(lock.packages, path, name));
    for (const found of next) {
      if (found === null || seen.has(found)) continue;
      seen.add(found);
      waiting.push(found);
    }
  }
  const paths = [...seen].sort();
  return {
    packages: paths.filter((path) => path.includes('node_modules/')),
    workspaces: paths.filter((path) => !path.includes('node_modules/')),
  };
};
