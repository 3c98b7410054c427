/**
 * Images of Debian's packages under the names of those that docker/compose.yaml asks for, to be loaded
 * into an engine of our own and no other. They act as the real ones do where it matters here: the user,
 * the folder that is written to, the command.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { buildah, makeDebianImage } from '../images/bases.mjs';

const KINDS = {
  redis: {
    image: 'localhost/chorale-redis-stand-in',
    packages: 'redis-server',
    user: '999:999',
    folder: '/data',
    config: ['--cmd', '["redis-server"]'],
  },
  prometheus: {
    image: 'localhost/chorale-prometheus-stand-in',
    packages: 'prometheus',
    hook: 'rm -r "$1/usr/share/javascript"', // ten times the rest, for pages that nobody opens here
    user: '65534:65534',
    folder: '/prometheus',
    config: ['--entrypoint', '["/usr/bin/prometheus"]'],
  },
};

/** Services whose image is of others, and can be made of Debian's packages. */
export const STOOD_IN_FOR = Object.keys(KINDS);

/** Volumes take their owner from a folder of the image. */
const addFolder = (container, { user, folder }) => {
  const empty = mkdtempSync(join(tmpdir(), 'chorale-empty-'));
  buildah('copy', '--quiet', '--chown', user, container, empty, folder);
  rmSync(empty, { recursive: true });
};

/** Makes the stand-in for a service's image unless it is there; resolves to its name in buildah's store. */
export const makeStandIn = async (service) => {
  const { image, packages, hook = 'true', user, folder, config } = KINDS[service];
  const include = `--include=base-files,${packages}`;
  const args = ['--variant=extract', include, `--extract-hook=${hook}`];
  await makeDebianImage(image, args, (container) => {
    addFolder(container, { user, folder });
    const place = ['--user', user, '--workingdir', folder, '--env', 'PATH=/usr/bin:/bin'];
    buildah('config', ...place, ...config, container);
  });
  return image;
};
