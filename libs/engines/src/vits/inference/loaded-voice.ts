import type { InferenceSession, Tensor } from 'onnxruntime-node';

import { openSessions } from '../../execution-providers/open-sessions.js';
import type { ProviderReport } from '../../execution-providers/execution-provider.js';
import { PARTS } from '../prepare/prepared-voice.js';
import type { LoadCommand } from './messages.js';
import { int64Tensor } from './tensors.js';

/** Tensors by name. */
export type Tensors = Readonly<Record<string, Tensor>>;

/** The sessions of one voice in this thread. */
export class LoadedVoice {
  private constructor(
    readonly command: LoadCommand,
    readonly report: ProviderReport,
    private readonly sessions: readonly InferenceSession[],
  ) {}

  /** What its models do is recorded into files that begin with `profilePrefix`, unless that is null. */
  static async load(command: LoadCommand, profilePrefix: string | null): Promise<LoadedVoice> {
    const models = PARTS.map((part) => ({
      file: command.files[part],
      profilePrefix: profilePrefix && `${profilePrefix}-${command.voice}-${part}`,
    }));
    const { sessions, report } = await openSessions(models, command.providers);
    return new LoadedVoice(command, report, sessions);
  }

  /** Runs one part; the speaker's number goes along where the part asks for it. */
  async run(
    part: (typeof PARTS)[number],
    feeds: Tensors,
    speaker: number | null,
  ): Promise<Tensors> {
    const session = this.sessions[PARTS.indexOf(part)];
    if (session === undefined) throw new TypeError(`no session for the ${part}`);
    if (!session.inputNames.includes(SPEAKER)) return session.run(feeds);
    return session.run({ ...feeds, [SPEAKER]: int64Tensor([speaker ?? 0]) });
  }

  /** Also writes what was recorded. */
  async release(): Promise<void> {
    await Promise.all(this.sessions.map((session) => session.release()));
  }
}

/** The export's own name for its input of speaker numbers. */
const SPEAKER = 'sid';
