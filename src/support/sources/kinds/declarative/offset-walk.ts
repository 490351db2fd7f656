import { failed } from '../../source-http.js';
import type { OffsetPagingDto, PagePagingDto } from './paging.dto.js';
import type { Walk } from './walk.js';

/** Each page begins with up to so many tickets of the page before, and at most a fifth of a page. */
const OVERLAP = 20;
const MOST_DETOURS = 50;
const MOST_REPEATED = 3;

/** The rows of a list from `start` on, and the parameters that ask for them. */
interface Slice {
  start: number;
  size: number;
  parameters: Record<string, number>;
}

/** How one kind of paging asks for rows, at most `most` at once. */
interface Slicing {
  size: number;
  /** Rows that begin up to `OVERLAP` rows before `end` and go on behind it; null when no page does so. */
  across: (end: number, most: number) => Slice | null;
  /** Rows that begin at `end`. */
  behind: (end: number, most: number) => Slice;
  /** Rows with the one before `end`. */
  before: (end: number, most: number) => Slice;
}

interface Place {
  /** How many rows are read. */
  end: number;
  /** The last ones as they were: one that changed may have moved. */
  tail: readonly string[];
  /** The most rows that are asked for. */
  most: number;
  /** The most rows that an answer had. */
  largest: number;
}

/**
 * By the number of rows before a page. When tickets leave the list, the others move up, and one could pass unseen to a page that is
 * read already. So each page must begin with tickets of the page before; where it does not, the walk goes back.
 */
const slicedWalk = ({ size, across, behind, before }: Slicing): Walk =>
  async function* ({ ask, stateOf, stop }, state) {
    let { end, tail, most, largest } = (state as unknown as Place | null) ?? {
      end: 0,
      tail: [],
      most: size,
      largest: 2,
    };
    let detours = 0;
    let repeated = 0;
    /** Whether the tail is known to end at `end`. */
    let isSure = true;
    const detour = (): void => {
      if (++detours > MOST_DETOURS) throw failed('temporary', 'SOURCE_ANSWER.moves', {});
    };
    for (;;) {
      const overlapping = end === 0 ? null : across(end, most);
      const slice = overlapping ?? behind(end, most);
      const { items, total } = await ask({ parameters: slice.parameters });
      const states = items.map(stateOf);
      largest = Math.max(largest, items.length);
      const seen = tail.map((row) => states.lastIndexOf(row));
      const seenTo = Math.max(-1, ...seen);
      const isJoined =
        tail.length === 0 ||
        (overlapping
          ? seenTo >= 0
          : (await ask({ parameters: before(end, most).parameters })).items
              .map(stateOf)
              .includes(tail.at(-1)!));
      if (!isJoined) {
        detour();
        end = Math.max(0, slice.start - detours * OVERLAP);
        isSure = false;
        if (end === 0) tail = [];
        continue;
      }
      if (seenTo < items.length - 1) {
        const byPlace = slice.start + items.length;
        // A server may answer fewer rows than it is asked for, and then its pages begin elsewhere.
        const byTail = end - (tail.length - 1 - seen.indexOf(seenTo)) + items.length - 1 - seenTo;
        end = isSure && seenTo >= 0 ? Math.min(byPlace, byTail) : byPlace;
        isSure = true;
        tail = states.slice(-OVERLAP);
        const remaining = total === null ? null : Math.max(0, total - end);
        yield { items, remaining, state: { end, tail, most, largest } };
        continue;
      }
      if (!isSure && items.length > 0) {
        // After going back: the last ticket that is known is the last one of this page.
        end = slice.start + items.length;
        isSure = true;
        continue;
      }
      // A page without new tickets is behind the last one only if the server has answered larger pages.
      if (items.length >= largest && most > largest) {
        most = largest;
        continue;
      }
      const beyond = behind(slice.start + slice.size, most);
      const rest = (await ask({ parameters: beyond.parameters })).items.map(stateOf);
      if (rest.length === 0 && !(stop === 'total' && total !== null && total > beyond.start + beyond.size))
        return;
      if (rest.length > 0 && rest.every((row) => states.includes(row))) {
        // The rows have moved, or the server passes over the number of the page.
        if (++repeated > MOST_REPEATED) throw failed('settings', 'SOURCE_ANSWER.same-page', {});
        continue;
      }
      // The rows between are hidden.
      [end, tail] = [beyond.start, []];
    }
  };

export const offsetWalk = ({ parameter, sizeParameter, size }: OffsetPagingDto): Walk => {
  const slice = (start: number, rows: number): Slice => ({
    start,
    size: rows,
    parameters: { [parameter]: start, [sizeParameter]: rows },
  });
  return slicedWalk({
    size,
    across: (end, most) => slice(end - Math.min(OVERLAP, end, Math.max(1, Math.floor(most / 5))), most),
    behind: slice,
    before: (end) => slice(end - 1, 1),
  });
};

/** Pages begin only at multiples of their size, so the size is chosen, too. */
export const pageWalk = ({ parameter, first, sizeParameter, size }: PagePagingDto): Walk => {
  const slice = (rows: number, page: number): Slice => ({
    start: rows * page,
    size: rows,
    parameters: { [parameter]: page + first, [sizeParameter]: rows },
  });
  /** The largest page that begins so many rows before `end`. */
  const largestSize = (
    end: number,
    most: number,
    isRight: (rowsBefore: number) => boolean,
  ): number | null => {
    for (let rows = most; rows > 0; rows--) if (isRight(end % rows)) return rows;
    return null;
  };
  return slicedWalk({
    size,
    across: (end, most) => {
      const rows = largestSize(end, most, (rowsBefore) => rowsBefore >= 1 && rowsBefore <= OVERLAP);
      return rows === null ? null : slice(rows, Math.floor(end / rows));
    },
    behind: (end, most) => {
      const rows = largestSize(end, most, (rowsBefore) => rowsBefore === 0)!;
      return slice(rows, end / rows);
    },
    before: (end, most) => slice(most, Math.floor((end - 1) / most)),
  });
};
