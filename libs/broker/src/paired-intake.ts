import {
  type Appetite,
  classOfMake,
  type JobHandler,
  type JobIntake,
  type JobOrigin,
} from '@chorale/speech';

/** The intake of a worker of that class and fingerprint, made of what `open` makes of a class's name. */
export const intakeOf = (
  voiceClass: string,
  fingerprint: string | undefined,
  open: (voiceClass: string) => JobIntake,
): JobIntake => {
  const forAll = open(voiceClass);
  if (fingerprint === undefined) return forAll;
  return new PairedIntake(open(classOfMake(voiceClass, fingerprint)), forAll);
};

/** Pulls two classes as one, each as long as the appetite lasts: together they may hold twice of it. */
class PairedIntake implements JobIntake {
  constructor(
    private readonly first: JobIntake,
    private readonly second: JobIntake,
  ) {}

  async start(handler: JobHandler, onInvalid?: (origin: JobOrigin) => void): Promise<void> {
    await this.first.start(handler, onInvalid);
    await this.second.start(handler, onInvalid);
  }

  setAppetite(appetite: Appetite): void {
    this.first.setAppetite(appetite);
    this.second.setAppetite(appetite);
  }

  cancel(id: string, reason: string): boolean {
    return this.first.cancel(id, reason) || this.second.cancel(id, reason);
  }

  async close(): Promise<void> {
    await Promise.all([this.first.close(), this.second.close()]);
  }
}
