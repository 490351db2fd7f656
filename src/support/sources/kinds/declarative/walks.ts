import { cursorWalk } from './cursor-walk.js';
import { keysetWalk } from './keyset-walk.js';
import { offsetWalk, pageWalk } from './offset-walk.js';
import type {
  CursorPagingDto,
  KeysetPagingDto,
  OffsetPagingDto,
  PagePagingDto,
  WindowPagingDto,
} from './paging.dto.js';
import type { DeclarativeSettingsDto } from './settings.dto.js';
import type { Walk } from './walk.js';
import { windowWalk } from './window-walk.js';

/** How a description’s lists are gone through. `unit`: the smallest step of its dates, in milliseconds. */
export function walkOf(
  { paging, list }: Pick<DeclarativeSettingsDto, 'paging' | 'list'>,
  unit: number,
): Walk {
  switch (paging.kind) {
    case 'offset':
      return offsetWalk(paging as OffsetPagingDto);
    case 'page':
      return pageWalk(paging as PagePagingDto);
    case 'link':
      return cursorWalk(null);
    case 'cursor':
      return cursorWalk((paging as CursorPagingDto).parameter);
    case 'keyset':
      return keysetWalk(paging as KeysetPagingDto);
    case 'window':
      return windowWalk(paging as WindowPagingDto, unit, JSON.stringify(list).includes('{openedSince}'));
  }
}
