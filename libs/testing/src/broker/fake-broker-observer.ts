import type { BrokerObserver } from '@chorale/broker';
import type { SentenceAddress } from '@chorale/speech';

/** Remembers what the broker reported. */
export class FakeBrokerObserver implements BrokerObserver {
  readonly invalidJobs: (SentenceAddress | null)[] = [];
  readonly problems: Error[] = [];

  invalidJob(address: SentenceAddress | null): void {
    this.invalidJobs.push(address);
  }

  problem(error: Error): void {
    this.problems.push(error);
  }
}
