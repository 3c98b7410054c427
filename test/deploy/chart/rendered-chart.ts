import { parseAllDocuments } from 'yaml';
import { z } from 'zod';

import { inRoot } from '../repository.js';
import { runTool, type ToolResult } from '../tools.js';

const manifestSchema = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    labels: z.record(z.string(), z.string()).default({}),
  }),
});

/** One object that the chart makes. */
export type Manifest = z.output<typeof manifestSchema>;

/** How a chart is rendered besides its profile. */
export interface Rendering {
  /** As after `--set-json`, such as `redis.bundled.enabled=false`. */
  readonly set?: readonly string[];
  /** What the cluster knows besides Kubernetes' own; KEDA unless given. */
  readonly apis?: readonly string[];
  /** Where it is installed; `tts` unless given. */
  readonly namespace?: string;
  /** False leaves out what only `helm test` makes; true unless given. */
  readonly hooks?: boolean;
  /** The version of Kubernetes; a new one unless given. */
  readonly kubernetes?: string;
}

/** The chart's folder. */
export const CHART = inRoot('k8s/chorale');

/** Every set of values that is shipped. */
export const PROFILES = ['trial', 'production', 'gpu', 'air-gapped'] as const;

/** A shipped set of values, or null for the defaults. */
export type Profile = (typeof PROFILES)[number] | null;

/** The file of a profile, as Helm's argument. */
export const profileArgs = (profile: Profile): readonly string[] =>
  profile === null ? [] : ['--values', `${CHART}/profiles/${profile}.yaml`];

const KEDA = ['keda.sh/v1alpha1'];

/** Told to Helm, which without a cluster takes whatever it was built for. */
const NEW_KUBERNETES = '1.37.0';

/** Renders the chart as `helm template` does. */
export const templateChart = (profile: Profile, rendering: Rendering = {}): ToolResult => {
  const sets = (rendering.set ?? []).flatMap((pair) => ['--set-json', pair]);
  const apis = (rendering.apis ?? KEDA).flatMap((api) => ['--api-versions', api]);
  const args = [
    'template',
    'rel',
    CHART,
    '--namespace',
    rendering.namespace ?? 'tts',
    '--kube-version',
    rendering.kubernetes ?? NEW_KUBERNETES,
    ...profileArgs(profile),
  ];
  const hooks = rendering.hooks === false ? ['--no-hooks'] : [];
  return runTool('helm', [...args, ...sets, ...apis, ...hooks]);
};

const parse = (text: string): readonly Manifest[] =>
  parseAllDocuments(text, { merge: true }).flatMap((document) => {
    if (document.errors.length > 0) throw new Error(String(document.errors[0]));
    const value: unknown = document.toJS();
    return value === null ? [] : [manifestSchema.parse(value)];
  });

const rendered = new Map<string, readonly Manifest[]>();

/** The objects that the chart makes; throws with Helm's words when it refuses. */
export const renderChart = (profile: Profile, rendering: Rendering = {}): readonly Manifest[] => {
  const key = JSON.stringify([profile, rendering]);
  const known = rendered.get(key);
  if (known !== undefined) return known;
  const { ok, stdout, output } = templateChart(profile, rendering);
  if (!ok) throw new Error(output);
  const manifests = parse(stdout);
  rendered.set(key, manifests);
  return manifests;
};

/** The one object of this kind and name, without the release's prefix. */
export const findManifest = (
  manifests: readonly Manifest[],
  kind: string,
  name: string,
): Manifest => {
  const found = manifests.find(
    (manifest) => manifest.kind === kind && manifest.metadata.name === `rel-chorale${name}`,
  );
  if (found === undefined) throw new Error(`no ${kind} rel-chorale${name}`);
  return found;
};
