import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

import type { z } from 'zod';

import type { ConfigProblem } from './config-error.js';
import { ConfigError } from './config-error.js';
import { flagName, readFlags } from './read-flags.js';

/** A named set of settings, all read from strings. */
export type Slice = z.ZodObject;

type Intersected<Union> = (Union extends unknown ? (value: Union) => void : never) extends (
  value: infer Intersection,
) => void
  ? Intersection
  : never;

/** The settings of several slices as one object. */
export type ConfigOf<Slices extends readonly Slice[]> = Intersected<z.output<Slices[number]>>;

/** Where settings come from; an earlier one wins: `argv`, `env`, the file at `dotenvPath`, the slices' defaults. */
export interface ConfigSources {
  readonly argv?: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** A file that does not exist counts as empty. */
  readonly dotenvPath?: string;
}

type Values = Readonly<Record<string, string | undefined>>;

interface Layer {
  readonly source: (name: string) => string;
  readonly values: Values;
}

/** Empty means unset: Compose and Kubernetes cannot leave a variable out. */
const isSet = (value: string | undefined): value is string => value !== undefined && value !== '';

const readDotenv = (path: string | undefined): Values =>
  path !== undefined && existsSync(path) ? parseEnv(readFileSync(path, 'utf8')) : {};

const layersOf = (flags: Values, sources: ConfigSources): readonly Layer[] => [
  { source: flagName, values: flags },
  { source: () => 'environment', values: sources.env },
  { source: () => '.env', values: readDotenv(sources.dotenvPath) },
];

const layerOf = (layers: readonly Layer[], name: string): Layer | undefined =>
  layers.find(({ values }) => isSet(values[name]));

const valuesFor = (slice: Slice, layers: readonly Layer[]): Values =>
  Object.fromEntries(
    Object.keys(slice.shape).flatMap((name) => {
      const value = layerOf(layers, name)?.values[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );

const problemOf = (issue: z.core.$ZodIssue, layers: readonly Layer[]): ConfigProblem => {
  const name = String(issue.path[0]);
  return {
    name,
    source: layerOf(layers, name)?.source(name) ?? 'default',
    message: issue.message,
  };
};

const strayProblems = (argv: readonly string[], slices: readonly Slice[]): ConfigProblem[] => {
  const { values, stray } = readFlags(argv);
  const known = new Set(slices.flatMap((slice) => Object.keys(slice.shape)));
  const unknown = Object.keys(values).filter((name) => !known.has(name));
  return [...unknown.map(flagName), ...stray].map((name) => ({
    name,
    source: 'command line',
    message: 'is not a setting',
  }));
};

/**
 * Reads all settings of `slices` once.
 *
 * Throws a `ConfigError` that lists every problem, those of the command line included.
 */
export const loadConfig = <const Slices extends readonly Slice[]>(
  slices: Slices,
  sources: ConfigSources,
): ConfigOf<Slices> => {
  const argv = sources.argv ?? [];
  const layers = layersOf(readFlags(argv).values, sources);
  const results = slices.map((slice) => slice.safeParse(valuesFor(slice, layers)));
  const problems = [
    ...strayProblems(argv, slices),
    ...results.flatMap(({ error }) => error?.issues ?? []).map((issue) => problemOf(issue, layers)),
  ];
  if (problems.length > 0) throw new ConfigError(problems);
  const merged: unknown = Object.assign({}, ...results.map(({ data }) => data));
  return merged as ConfigOf<Slices>; // each slice parsed its own part, and the parts are merged
};
