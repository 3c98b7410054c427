/** What is started of docker/compose.yaml by its name; Redis and the voices come along. */
export const SERVICES = ['gateway', 'worker', 'admin', 'prometheus', 'grafana'];

/** What `npm run test:images -- --local-bases` builds for our services, as buildah names it. */
export const OWN_IMAGES = {
  gateway: 'localhost/chorale-gateway:test',
  worker: 'localhost/chorale-worker-cpu:test',
  admin: 'localhost/chorale-admin:test',
};
