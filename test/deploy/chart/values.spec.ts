import { describe, expect, it } from '@jest/globals';

import { describeWith } from '../tools.js';
import { workload, workloadsOf } from './pods.js';
import { findManifest, renderChart, templateChart } from './rendered-chart.js';

const EXTERNAL = ['redis.bundled.enabled=false', 'redis.external.existingSecret="mine"'];

describeWith('helm', 'the values of the chart', () => {
  it.each([
    ['without any Redis', ['redis.bundled.enabled=false'], 'Redis is missing'],
    ['with two Redis', ['redis.external.existingSecret="mine"'], 'Two Redis are named'],
    ['with an Ingress for no host', ['ingress.enabled=true'], 'ingress.enabled needs ingress.host'],
    ['with a route that hangs on nothing', ['httpRoute.enabled=true'], 'httpRoute.parentRefs'],
    ['without workers', ['workers.cpu={"enabled":false}'], 'nothing could ever be spoken'],
    [
      'with a default voice that a pool lacks',
      ['workers.cpu={"defaultVoice":"other"}'],
      'workers.cpu.defaultVoice (other) must be among its voices',
    ],
    [
      'with a class of unequal voices',
      ['workers={"a":{"class":"x"},"b":{"class":"x","voices":["en_US-joe-medium","other"]}}'],
      'all pools of the class x must have the same voices',
    ],
    [
      'with a claim that has no name',
      ['workers.cpu={"voiceStore":{"kind":"claim"}}'],
      'workers.cpu.voiceStore.claim must name',
    ],
    [
      'with a setting that the chart itself makes',
      ['config={"PORT":"1"}'],
      'config.PORT is set by the chart itself',
    ],
    [
      'with a setting that a component would not see',
      ['config={"METRICS_OPEN":"false"}'],
      'config.METRICS_OPEN is set by the chart itself; env of a component replaces it there',
    ],
    [
      'with a variable that stands twice',
      ['gateway={"env":{"LOG_LEVEL":"info"},"extraEnv":[{"name":"LOG_LEVEL","value":"warn"}]}'],
      'LOG_LEVEL stands twice in env and extraEnv',
    ],
    ['with a key that does not exist', ['gatway={}'], "additional properties 'gatway' not allowed"],
    [
      'with a setting in the wrong spelling',
      ['config={"logLevel":"info"}'],
      "invalid propertyName 'logLevel'",
    ],
    ['with a pool whose name is no name', ['workers={"A_b":{}}'], "invalid propertyName 'A_b'"],
    [
      'with a pool that would vanish while nobody knows its debt',
      ['workers.cpu={"autoscaling":{"fallbackReplicas":0}}'],
      "at '/workers/cpu/autoscaling/fallbackReplicas'",
    ],
    ['with an unknown flavour', ['workers.cpu={"flavour":"rocm"}'], 'flavour'],
  ])('are refused %s', (_what, set, words) => {
    const { ok, output } = templateChart(null, { set });
    expect(ok).toBe(false);
    expect(output).toContain(words);
  });

  it('are refused when they ask for KEDA and the cluster has none', () => {
    const set = ['workers.cpu={"autoscaling":{"kind":"keda"}}'];
    expect(templateChart(null, { set, apis: [] }).output).toContain('the cluster has no KEDA');
    expect(templateChart(null, { set }).ok).toBe(true);
  });

  it('may hold numbers where a tag is meant', () => {
    const { pod } = workload(renderChart(null, { set: ['image.tag=9'] }), 'gateway');
    expect(pod.containers[0]?.image).toBe('chorale-gateway:9');
  });

  it('pin an image by its digest, from a registry of ours', () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    const set = [
      'global.imageRegistry="registry.example/tts/"',
      `gateway.image.digest="${digest}"`,
    ];
    const { pod } = workload(renderChart(null, { set }), 'gateway');
    expect(pod.containers[0]?.image).toBe(`registry.example/tts/chorale-gateway@${digest}`);
  });

  it('take the URL of an external Redis from its Secret, and trust its authority', () => {
    const set = [...EXTERNAL, 'redis.external.caConfigMap="ca"'];
    const manifests = renderChart(null, { set });
    expect(workloadsOf(manifests).map(({ name }) => name)).not.toContain('redis');
    for (const { pod } of workloadsOf(manifests)) {
      const [main] = pod.containers;
      expect(main?.env).toContainEqual({
        name: 'REDIS_URL',
        valueFrom: { secretKeyRef: { name: 'mine' } },
      });
      expect(main?.env).toContainEqual({
        name: 'NODE_EXTRA_CA_CERTS',
        value: '/etc/chorale/redis-ca/ca.crt',
      });
      expect(main?.volumeMounts.map(({ name }) => name)).toContain('redis-ca');
    }
  });

  it('give the bundled Redis a password that is made up, never a default one', () => {
    const passwordOf = (set: string): unknown =>
      findManifest(renderChart(null, { set: [set] }), 'Secret', '-redis')['stringData'];
    expect(passwordOf('drainSeconds=1')).not.toEqual(passwordOf('drainSeconds=2'));
    expect(passwordOf('drainSeconds=1')).toMatchObject({
      'redis.conf': expect.stringContaining('maxmemory-policy noeviction'),
    });
  });

  it('let a gateway announce the address of its pod, where the admin app finds it', () => {
    const { pod } = workload(renderChart(null), 'gateway');
    expect(pod.containers[0]?.env).toContainEqual({
      name: 'ADVERTISED_HOST',
      valueFrom: { fieldRef: { fieldPath: 'status.podIP' } },
    });
  });

  it.each([
    ['off unless asked for', [], 'false'],
    ['on where asked for', ['gateway.allowTextView=true'], 'true'],
  ])('switch the view of texts %s', (_, set, value) => {
    const { pod } = workload(renderChart(null, { set }), 'gateway');
    expect(pod.containers[0]?.env).toContainEqual({ name: 'ALLOW_TEXT_VIEW', value });
  });

  it('give the admin app a key where gateways ask for one, and none where they do not', () => {
    const keyOf = (profile: 'trial' | 'production') =>
      workload(renderChart(profile), 'admin').pod.containers[0]?.env.filter(
        ({ name }) => name === 'ADMIN_GATEWAY_KEY',
      );
    expect(keyOf('trial')).toEqual([]);
    expect(keyOf('production')).toEqual([
      { name: 'ADMIN_GATEWAY_KEY', valueFrom: { secretKeyRef: { name: 'chorale-admin' } } },
    ]);
  });

  it('replace what the chart sets, as no name may stand twice', () => {
    const env = ['METRICS_OPEN', 'EXECUTION_PROVIDERS', 'DRAIN_SECONDS', 'ADMIN_PORT'];
    const mine = JSON.stringify({ env: Object.fromEntries(env.map((name) => [name, 'mine'])) });
    const set = [`gateway=${mine}`, `workerDefaults=${mine}`, `admin=${mine}`];
    for (const { name, pod } of workloadsOf(renderChart(null, { set }))) {
      if (name === 'redis') continue;
      const entries = pod.containers[0]?.env ?? [];
      expect(new Set(entries.map((entry) => entry.name)).size).toBe(entries.length);
      for (const setting of env) expect(entries).toContainEqual({ name: setting, value: 'mine' });
    }
  });

  it('make the grace of a gateway as long as its drain', () => {
    const { pod } = workload(renderChart(null, { set: ['drainSeconds=600'] }), 'gateway');
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(600);
  });

  describe('of a pool', () => {
    const gpu = renderChart('gpu');

    it('put it on devices, one after the other', () => {
      const { pod, strategy, labels } = workload(gpu, 'worker-gpu');
      const [main] = pod.containers;
      expect(main?.image).toBe('chorale-worker-cuda:0.1.0');
      expect(main?.resources.limits).toMatchObject({ 'nvidia.com/gpu': 1 });
      expect(pod.tolerations).toHaveLength(1);
      expect(strategy).toMatchObject({ rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } });
      expect(labels).toMatchObject({ 'chorale/class': 'gpu' });
      // Fetching voices must not hold a device.
      expect(pod.initContainers[0]?.resources.limits).not.toHaveProperty(['nvidia.com/gpu']);
    });

    it('make it a class of its own', () => {
      const classes = ['worker-cpu', 'worker-gpu'].map(
        (name) =>
          workload(gpu, name).pod.containers[0]?.env.find((entry) => entry.name === 'WORKER_CLASS')
            ?.value,
      );
      expect(classes).toEqual(['cpu', 'gpu']);
    });

    it('fetch its voices before it starts, and only read them afterwards', () => {
      const { pod } = workload(renderChart('trial'), 'worker-cpu');
      expect(pod.initContainers[0]?.args).toEqual([
        'apps/cli/dist/voices.js',
        'add',
        'en_US-joe-medium',
      ]);
      expect(pod.containers[0]?.volumeMounts).toContainEqual({
        name: 'voices',
        mountPath: '/var/lib/chorale/voices',
        readOnly: true,
      });
    });

    it('can name a runtime class', () => {
      const set = ['workers.cpu={"runtimeClassName":"nvidia"}'];
      expect(workload(renderChart(null, { set }), 'worker-cpu').pod.runtimeClassName).toBe(
        'nvidia',
      );
    });
  });

  it('fetch nothing from outside when the gap is of air', () => {
    const manifests = renderChart('air-gapped');
    for (const { pod } of workloadsOf(manifests)) {
      expect(pod.initContainers).toEqual([]);
      expect(pod.imagePullSecrets).toEqual([{ name: 'registry-internal' }]);
      for (const { image } of pod.containers) expect(image).toMatch(/^registry\.internal\//);
    }
    expect(workload(manifests, 'worker-cpu').pod.volumes).toContainEqual({
      name: 'voices',
      image: { reference: 'registry.internal/tts/chorale-voices:1', pullPolicy: 'IfNotPresent' },
    });
  });
});
