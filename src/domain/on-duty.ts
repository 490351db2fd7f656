import type { Span } from './interval.js';

/** A person's seat on a published shift, with what is known of their attendance. Instants in epoch ms. */
export interface DutySeat extends Span {
  operatorId: string;
  positionId: string;
  isNoShow: boolean;
  checkedOutAt: number | null;
}

/** Who is on duty, until when, and who comes next, from when. Instants in epoch ms. */
export interface Duty<Seat extends DutySeat> {
  now: { seat: Seat; until: number }[];
  next: { seat: Seat; from: number }[];
}

/**
 * Who is on duty at a moment, by plan: whoever has a seat then, did not fail to come and has not left. They stay until
 * the end of the last seat that follows without a break in the same position. Next, for each position, are those whose seats begin
 * earliest after the moment, apart from people who just go on. Ordered by time.
 */
export function onDuty<Seat extends DutySeat>(seats: readonly Seat[], at: number): Duty<Seat> {
  const coming = seats.filter(({ isNoShow }) => !isNoShow).toSorted((a, b) => a.start - b.start);
  const following = new Map(coming.map((seat) => [placeOf(seat, seat.start), seat]));
  const goingOn = new Set<Seat>();
  const now = coming
    .filter(
      ({ start, end, checkedOutAt }) =>
        start <= at && at < end && !(checkedOutAt !== null && checkedOutAt <= at),
    )
    .map((seat) => {
      let until = seat.end;
      for (let next = following.get(placeOf(seat, until)); next; next = following.get(placeOf(seat, until))) {
        goingOn.add(next);
        until = next.end;
      }
      return { seat, until };
    });
  const later = coming.filter((seat) => seat.start > at && !goingOn.has(seat));
  const next = [...Map.groupBy(later, ({ positionId }) => positionId).values()].flatMap((some) =>
    some.filter(({ start }) => start === some[0]!.start).map((seat) => ({ seat, from: seat.start })),
  );
  return { now: now.toSorted((a, b) => a.until - b.until), next: next.toSorted((a, b) => a.from - b.from) };
}

const placeOf = ({ operatorId, positionId }: DutySeat, start: number): string =>
  `${operatorId}/${positionId}/${start}`;
