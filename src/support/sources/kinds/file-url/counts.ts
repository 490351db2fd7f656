import type { ActivitySeries } from '../../../../domain/activity/series.js';
import { refusalText } from '../../../../domain/refusals/refusal-text.js';
import type { Cell } from '../../../imports/record-stream.js';
import type { Doubt, ToldCount } from '../../ticket-source.js';
import type { Gathering, Told } from './told.js';

/** A count of an import. */
type Counted = readonly [
  line: number,
  at: string,
  series: ActivitySeries,
  area: string,
  count: number,
  cumulative: boolean,
  place?: string,
];

const LONGEST_PLACE = 200;

/** Two counts of the same are one; the later one counts. */
export const toldKeyOf = ({ place, series, area, at }: ToldCount): string =>
  JSON.stringify([place, series, area, at]);

/** The counts of lines, each once: a later line counts instead of an earlier one. */
export class Counts implements Gathering {
  private readonly counts = new Map<string, { line: number; count: ToldCount }>();
  private readonly repeated: Doubt[] = [];

  add(record: readonly Cell[]): void {
    const [line, time, series, area, counted, cumulative, place] = record as unknown as Counted;
    const count = {
      at: Date.parse(time),
      series,
      area,
      count: counted,
      cumulative,
      place: place?.slice(0, LONGEST_PLACE).toWellFormed() || null,
    };
    const key = toldKeyOf(count);
    const before = this.counts.get(key);
    if (before)
      this.repeated.push({ externalId: `line ${before.line}`, reason: refusalText('REPEATED_LINE.count') });
    this.counts.set(key, { line, count });
  }

  told(): Told {
    const counts = [...this.counts.values()].map(({ count }) => count);
    return { tickets: [], counts, repeated: this.repeated };
  }
}
