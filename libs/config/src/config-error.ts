/** One setting that cannot be used. */
export interface ConfigProblem {
  readonly name: string;
  /** Where the value was found: `--port`, `environment`, `.env` or `default`. */
  readonly source: string;
  /** Finishes the sentence "`name` …"; never holds the value, which may be a secret. */
  readonly message: string;
}

const line = ({ name, source, message }: ConfigProblem): string => `${name} (${source}) ${message}`;

/** Reports every setting that is wrong, one line each. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(readonly problems: readonly ConfigProblem[]) {
    super(problems.map(line).join('\n'));
  }
}
