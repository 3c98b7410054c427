import { HTTPRoute } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1';
import { ScaledObject } from '@kubernetes-models/keda/keda.sh/v1alpha1';
import {
  PodMonitor,
  PrometheusRule,
  ServiceMonitor,
} from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1';
import { Deployment, StatefulSet } from 'kubernetes-models/apps/v1';
import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';
import { Ingress, NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1';
import { ConfigMap, Pod, Secret, Service, ServiceAccount } from 'kubernetes-models/v1';

import type { Manifest } from './rendered-chart.js';

/** A kind with the check of its schema, which throws what is wrong with `this`. */
interface Model {
  readonly apiVersion: unknown;
  readonly kind: unknown;
  readonly prototype: { validate(): void };
}

const MODELS: readonly Model[] = [
  ...[ConfigMap, Pod, Secret, Service, ServiceAccount],
  ...[Deployment, StatefulSet, HorizontalPodAutoscaler, PodDisruptionBudget],
  ...[Ingress, NetworkPolicy, HTTPRoute, ScaledObject],
  ...[PodMonitor, PrometheusRule, ServiceMonitor],
];

/**
 * Follows what is read of a value: the schemas ask for every field that they know, and go through all
 * of those whose names are free, so what stays unread is a field that nobody knows.
 */
const watched = (value: unknown, path: string, unread: Set<string>): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  if (!Array.isArray(value)) for (const key of Object.keys(value)) unread.add(`${path}/${key}`);
  return new Proxy(value, {
    get(target, key, receiver): unknown {
      const field: unknown = Reflect.get(target, key, receiver);
      if (typeof key === 'symbol') return field;
      unread.delete(`${path}/${key}`);
      return watched(field, `${path}/${key}`, unread);
    },
  });
};

const schemaComplaints = (model: Model, subject: unknown): readonly string[] => {
  try {
    model.prototype.validate.call(subject);
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
};

/** What an API server would hold against an object: a wrong value, a field it does not know. */
export const complaintsAbout = (manifest: Manifest): readonly string[] => {
  const model = MODELS.find(
    ({ apiVersion, kind }) => apiVersion === manifest.apiVersion && kind === manifest.kind,
  );
  if (model === undefined) return [`${manifest.apiVersion} ${manifest.kind} is not a known kind`];
  const unread = new Set<string>();
  const wrong = schemaComplaints(model, watched(manifest, '', unread));
  return [...wrong, ...[...unread].map((path) => `${path} is not a field`)];
};
