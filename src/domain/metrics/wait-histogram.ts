import { mergedBins, survivalOf, type SurvivalCurve, type WaitBin } from '../statistics/survival.js';

/** Waits in whole seconds, and how many requests had each. Histograms of disjoint requests add up exactly. */
export class WaitHistogram {
  private readonly answered = new LengthCounts();
  private readonly unanswered = new LengthCounts();
  /** The number of answered waits, and of those that were still open when the follow-up ended. */
  readonly n = { answered: 0, censored: 0 };
  /** Each histogram has several percentiles. */
  private sorted: readonly WaitBin[] | null = null;
  private waiting: SurvivalCurve | null = null;

  addAnswered(seconds: number, count = 1): void {
    this.answered.add(seconds, count);
    this.n.answered += count;
    this.sorted = this.waiting = null;
  }

  /** A wait that was at least this long: it was followed for so many seconds and had no answer then. */
  addCensored(seconds: number, count = 1): void {
    this.unanswered.add(seconds, count);
    this.n.censored += count;
    this.sorted = this.waiting = null;
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
    other.answered.forEach((seconds, count) => this.addAnswered(seconds, count));
    other.unanswered.forEach((seconds, count) => this.addCensored(seconds, count));
  }

  /** One bin for each length, shortest first. */
  bins(): readonly WaitBin[] {
    return (this.sorted ??= this.sort());
  }

  /** How many are still waiting after which time. */
  curve(): SurvivalCurve {
    return (this.waiting ??= survivalOf(this.bins()));
  }

  /** Forgets the order, which takes much memory; it is found again when needed. */
  forgetOrder(): void {
    this.sorted = this.waiting = null;
  }

  private sort(): readonly WaitBin[] {
    const bins: { seconds: number; answered: number; censored: number }[] = [];
    this.answered.forEach((seconds, answered) => void bins.push({ seconds, answered, censored: 0 }));
    this.unanswered.forEach((seconds, censored) => void bins.push({ seconds, answered: 0, censored }));
    return mergedBins(bins);
  }
}

/** So many different lengths are kept in a map; of more, the short ones are kept by their place, which is much faster. */
const MOST_IN_MAP = 500;
const SHORT_SECONDS = 4 * 3_600;

/** How often each length occurs. */
class LengthCounts {
  private readonly counts = new Map<number, number>();
  private short: Float64Array | null = null;

  add(seconds: number, count: number): void {
    const { short, counts } = this;
    if (short && seconds < SHORT_SECONDS) {
      short[seconds]! += count;
      return;
    }
    counts.set(seconds, (counts.get(seconds) ?? 0) + count);
    if (!short && counts.size > MOST_IN_MAP) this.spread();
  }

  forEach(visit: (seconds: number, count: number) => void): void {
    this.short?.forEach((count, seconds) => count > 0 && visit(seconds, count));
    this.counts.forEach((count, seconds) => visit(seconds, count));
  }

  private spread(): void {
    const short = (this.short = new Float64Array(SHORT_SECONDS));
    for (const [seconds, count] of this.counts)
      if (seconds < SHORT_SECONDS) {
        short[seconds] = count;
        this.counts.delete(seconds);
      }
  }
}
