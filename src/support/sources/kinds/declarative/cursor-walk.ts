import { failed } from '../../source-http.js';
import { SourceError } from '../../ticket-source.js';
import type { Walk } from './walk.js';

interface Place {
  /** Null at the beginning. */
  next: string | null;
  told: number;
  /** How many pages were read, and what led to one of them: whoever comes back to it goes in a circle. */
  pages: number;
  mark: string | null;
}

const START: Place = { next: null, told: 0, pages: 0, mark: null };

/**
 * By what each answer says about the next page: an address, or the value of a parameter. A total is no end, because some systems
 * do not count farther than to ten thousand.
 */
export const cursorWalk = (parameter: string | null): Walk =>
  async function* ({ ask, stop }, state) {
    const asked = (next: string | null): object =>
      next === null ? {} : parameter === null ? { address: next } : { parameters: { [parameter]: next } };
    if (state?.['isEnd'] === true) return;
    let { next, told, pages, mark } = (state as unknown as Place | null) ?? START;
    let answer = await ask(asked(next)).catch((error: unknown) => {
      if (next === null || !(error instanceof SourceError && error.kind === 'settings')) throw error;
      // A place from an earlier run may have been forgotten.
      ({ next, told, pages, mark } = START);
      return ask();
    });
    for (;;) {
      const { items, total } = answer;
      told += items.length;
      if (answer.next === null || (stop === 'empty' && items.length === 0)) {
        yield { items, remaining: 0, state: { isEnd: true } };
        return;
      }
      next = answer.next;
      if (next === mark) throw failed('settings', 'SOURCE_ANSWER.other-order', {});
      // At each power of two, so that a circle of any length is noticed.
      if (Number.isInteger(Math.log2(++pages))) mark = next;
      const remaining = total === null ? null : Math.max(0, total - told);
      yield { items, remaining, state: { next, told, pages, mark } };
      answer = await ask(asked(next));
    }
  };
