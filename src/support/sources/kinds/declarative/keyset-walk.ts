import { failed } from '../../source-http.js';
import type { KeysetPagingDto } from './paging.dto.js';
import type { Walk } from './walk.js';

/** Of a page whose rows are all hidden, some are asked for again: rows before them may have left the list. */
const OVERLAP = 0.2;

interface Place {
  afterId: string;
  /** Rows after this id that are hidden. */
  hidden: number;
}

/** By ids, which never change: each request asks for the tickets after the last one. Only an empty page is the end. */
export const keysetWalk = ({ first, sizeParameter, size, offsetParameter }: KeysetPagingDto): Walk =>
  async function* ({ ask, idOf, stop }, state) {
    let { afterId, hidden } = (state as unknown as Place | null) ?? { afterId: first, hidden: 0 };
    for (;;) {
      const offset = offsetParameter === undefined || hidden === 0 ? {} : { [offsetParameter]: hidden };
      const { items, total } = await ask({ afterId, parameters: { [sizeParameter]: size, ...offset } });
      if (items.length === 0) {
        const isMore =
          stop === 'total' && offsetParameter !== undefined && total !== null && total > hidden + size;
        if (!isMore) return;
        hidden += Math.max(1, Math.floor(size * (1 - OVERLAP)));
        continue;
      }
      for (const id of items.map(idOf)) {
        if (id === null || !isAfter(id, afterId)) throw failed('settings', 'SOURCE_ANSWER.other-order', {});
        afterId = id;
      }
      const remaining = total === null ? null : Math.max(0, total - hidden - items.length);
      hidden = 0;
      yield { items, remaining, state: { afterId, hidden } };
    }
  };

/** In another order, tickets would be passed over. How a system orders other ids than numbers is not known. */
const isAfter = (id: string, before: string): boolean =>
  /^\d+$/.test(id) && /^\d+$/.test(before) ? BigInt(id) > BigInt(before) : id !== before;
