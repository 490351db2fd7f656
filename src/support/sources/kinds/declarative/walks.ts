import { cursorWalk } from './cursor-walk.js';
import { keysetWalk } from './keyset-walk.js';
import { offsetWalk, pageWalk } from './offset-walk.js';
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
      return offsetWalk(paging);
    case 'page':
      return pageWalk(paging);
    case 'link':
      return cursorWalk(null);
    case 'cursor':
      return cursorWalk(paging.parameter);
    case 'keyset':
      return keysetWalk(paging);
    case 'window':
      return windowWalk(paging, unit, JSON.stringify(list).includes('{openedSince}'));
  }
}
