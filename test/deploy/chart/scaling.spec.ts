import { expect, it } from '@jest/globals';
import { z } from 'zod';

import { describeWith } from '../tools.js';
import { workload } from './pods.js';
import { findManifest, renderChart } from './rendered-chart.js';

const scaledObject = z.object({
  spec: z.object({
    scaleTargetRef: z.object({ name: z.string() }),
    minReplicaCount: z.number(),
    maxReplicaCount: z.number(),
    triggers: z.array(
      z.object({ metricType: z.string(), metadata: z.record(z.string(), z.string()) }),
    ),
  }),
});

const scaledPool = (name: string) =>
  scaledObject.parse(findManifest(renderChart('production'), 'ScaledObject', name)).spec;

describeWith('helm', 'the scaling of the chart', () => {
  it('adds workers by the audio-seconds that their class owes, each', () => {
    const { scaleTargetRef, triggers } = scaledPool('-worker-cpu');
    expect(scaleTargetRef.name).toBe('rel-chorale-worker-cpu');

    expect(triggers[0]).toMatchObject({
      metricType: 'AverageValue',
      metadata: {
        url: 'http://rel-chorale-gateway.tts.svc:80/autoscale/cpu',
        valueLocation: 'debtSeconds',
        targetValue: '16',
      },
    });
    // Four threads, of which one in five is spare.
    expect(triggers[1]).toMatchObject({
      metricType: 'AverageValue',
      metadata: { valueLocation: 'busySlots', targetValue: '3.2' },
    });
  });

  it('lets a rare pool go to none, and a common one never', () => {
    expect(scaledPool('-worker-rare').minReplicaCount).toBe(0);
    expect(scaledPool('-worker-cpu').minReplicaCount).toBeGreaterThan(0);
  });

  it('leaves the number of pods to whoever scales them', () => {
    const manifests = renderChart('production');
    for (const name of ['gateway', 'worker-cpu', 'worker-rare'])
      expect(workload(manifests, name).replicas).toBeUndefined();
    expect(workload(renderChart('trial'), 'gateway').replicas).toBe(1);
  });

  it('counts the sessions of gateways, and their CPU where nobody can tell the sessions', () => {
    const { spec } = z
      .object({ spec: z.object({ metrics: z.array(z.looseObject({ type: z.string() })) }) })
      .parse(findManifest(renderChart('production'), 'HorizontalPodAutoscaler', '-gateway'));
    expect(spec.metrics.map(({ type }) => type)).toEqual(['Pods', 'Resource']);
    expect(spec.metrics[0]).toMatchObject({
      pods: { metric: { name: 'chorale_sessions' }, target: { averageValue: '1000' } },
    });
  });

  it('evicts one pod of a component at a time', () => {
    for (const name of ['-gateway', '-worker-cpu', '-worker-rare', '-admin'])
      expect(
        findManifest(renderChart('production'), 'PodDisruptionBudget', name)['spec'],
      ).toMatchObject({ maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow' });
  });

  it('spreads pods over hosts, and over zones where every node has one', () => {
    const keysOf = (profile: 'gpu' | 'production') =>
      workload(renderChart(profile), 'gateway').pod.topologySpreadConstraints.map(
        ({ topologyKey }) => topologyKey,
      );
    expect(keysOf('gpu')).toEqual(['kubernetes.io/hostname']);
    expect(keysOf('production')).toEqual(['topology.kubernetes.io/zone', 'kubernetes.io/hostname']);
  });
});
