import type { WaitBin } from '../statistics/survival.js';

/** Waits in whole seconds, and how many requests had each. Histograms of disjoint requests add up exactly. */
export class WaitHistogram {
  private readonly answered = new Map<number, number>();
  private readonly unanswered = new Map<number, number>();
  /** The number of answered waits, and of those that were still open when the follow-up ended. */
  readonly n = { answered: 0, censored: 0 };
  /** Each histogram has several percentiles. */
  private sorted: readonly WaitBin[] | null = null;

  addAnswered(seconds: number, count = 1): void {
    this.answered.set(seconds, (this.answered.get(seconds) ?? 0) + count);
    this.n.answered += count;
    this.sorted = null;
  }

  /** A wait that was at least this long: it was followed for so many seconds and had no answer then. */
  addCensored(seconds: number, count = 1): void {
    this.unanswered.set(seconds, (this.unanswered.get(seconds) ?? 0) + count);
    this.n.censored += count;
    this.sorted = null;
  }

  /** An answered wait that was followed for so many seconds: a longer one was still open then. */
  addFollowed(seconds: number, followedSeconds: number, count = 1): void {
    if (seconds > followedSeconds) this.addCensored(followedSeconds, count);
    else this.addAnswered(seconds, count);
  }

  copy(): WaitHistogram {
    const copy = new WaitHistogram();
    copy.add(this);
    return copy;
  }

  add(other: WaitHistogram): void {
    for (const [seconds, count] of other.answered) this.addAnswered(seconds, count);
    for (const [seconds, count] of other.unanswered) this.addCensored(seconds, count);
  }

  /** One bin for each length, shortest first. */
  bins(): readonly WaitBin[] {
    return (this.sorted ??= this.sort());
  }

  private sort(): WaitBin[] {
    const lengths = new Set([...this.answered.keys(), ...this.unanswered.keys()]);
    return [...lengths]
      .sort((a, b) => a - b)
      .map((seconds) => ({
        seconds,
        answered: this.answered.get(seconds) ?? 0,
        censored: this.unanswered.get(seconds) ?? 0,
      }));
  }
}
