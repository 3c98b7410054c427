/**
 * npm run test:cluster [-- Jest options…]
 *
 * Tries the chart on the cluster of TEST_KUBECONFIG, or of KUBECONFIG where that is not set: whoever calls this means
 * it. It makes namespaces, nodes and custom resource definitions there. `npm test` looks at TEST_KUBECONFIG alone.
 */
const { KUBECONFIG } = process.env;
if (KUBECONFIG !== undefined) process.env.TEST_KUBECONFIG ??= KUBECONFIG;
process.argv.splice(2, 0, 'deploy', '--testPathPatterns', 'chart/(cluster|rollout)');
await import('./test.mjs');
