import { DAY, MINUTE } from '../../../../domain/interval.js';
import { failed } from '../../source-http.js';
import type { WindowPagingDto } from './paging.dto.js';
import type { Step, Walk, WalkTools } from './walk.js';

interface Place {
  from: number;
  width: number;
}

/** Spans of time overlap by one step of the system’s dates, whether it takes their ends as within or not. */
export const windowWalk = (
  { minutes, maximum }: WindowPagingDto,
  unit: number,
  canAskByOpening: boolean,
): Walk =>
  async function* (tools, state) {
    const { since, until: end } = tools.span;
    let { from, width } = (state as unknown as Place | null) ?? {
      from: Math.floor(Math.max(since, DAY) / unit) * unit,
      width: minutes * MINUTE,
    };
    while (from < end) {
      const until = Math.min(from + width, Math.max(end, from + unit));
      const { items } = await tools.ask({ since: from - unit, until });
      const isFull = items.length >= maximum;
      if (isFull && until - from > unit) {
        width = halfOf(until - from, unit);
        continue;
      }
      const next = { from: until, width: items.length < maximum / 2 ? width * 2 : width };
      if (!isFull) yield { items, remaining: null, state: { ...next } };
      else if (canAskByOpening)
        for await (const step of byOpening(tools, { from, until, unit, maximum }, [DAY, end + DAY]))
          yield { ...step, state: { from, width } };
      else throw spanFull(maximum);
      from = until;
      width = next.width;
    }
  };

/** Of tickets that all changed in one step, those that were opened in a span; halved as long as it is full. */
async function* byOpening(
  tools: WalkTools,
  changed: { from: number; until: number; unit: number; maximum: number },
  [since, until]: readonly [number, number],
): AsyncGenerator<Omit<Step, 'state'>, void, void> {
  const { unit, maximum } = changed;
  const { items } = await tools.ask({
    since: changed.from - unit,
    until: changed.until,
    opened: { since: since - unit, until },
  });
  if (items.length < maximum) return yield { items, remaining: null };
  if (until - since <= unit) throw spanFull(maximum);
  const middle = since + halfOf(until - since, unit);
  yield* byOpening(tools, changed, [since, middle]);
  yield* byOpening(tools, changed, [middle, until]);
}

const halfOf = (span: number, unit: number): number => Math.max(unit, Math.floor(span / 2 / unit) * unit);

const spanFull = (maximum: number): Error => failed('settings', 'SOURCE_SPAN_FULL', { maximum });
