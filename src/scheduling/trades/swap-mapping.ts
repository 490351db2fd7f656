import type { Caller } from '../../access/caller.js';
import { canReadReasons } from '../../access/person-visibility.js';
import { inZone, inZoneOrNull } from '../../domain/iso-text.js';
import type { SwapRow, SwapSideRow } from './swaps.repository.js';
import type { SwapDto, SwapSideDto } from './trades.dto.js';

/**
 * A swap as the caller may see it. Operators see each other's display names only, and only the two of them
 * read the reason.
 */
export function toSwapDto(caller: Caller, row: SwapRow, now: number): SwapDto {
  const { id, offered, wanted, reason, version } = row;
  const isOperator = caller.role === 'operator';
  const { timeZone } = offered;
  const side = sideOf(caller, row);
  const isOpen = row.status === 'open' || row.status === 'accepted';
  const begins = Math.min(...[offered, ...(wanted ? [wanted] : [])].map((one) => Date.parse(one.startsAt)));
  return {
    id,
    fromName: isOperator ? row.fromDisplayName : row.fromName,
    toName: isOperator ? row.toDisplayName : row.toName,
    side,
    offered: toSwapSideDto(offered),
    wanted: wanted && toSwapSideDto(wanted),
    status: isOpen && begins <= now ? 'expired' : row.status,
    reason: side !== 'other' || canReadReasons(caller, null) ? reason : null,
    createdAt: inZone(row.createdAt, timeZone),
    decidedAt: inZoneOrNull(row.decidedAt, timeZone),
    version,
  };
}

function sideOf({ operatorId }: Caller, { fromOperatorId, toOperatorId }: SwapRow): SwapDto['side'] {
  if (operatorId === fromOperatorId) return 'from';
  return operatorId === toOperatorId ? 'to' : 'other';
}

const toSwapSideDto = ({ timeZone, startsAt, endsAt, ...side }: SwapSideRow): SwapSideDto => ({
  ...side,
  startsAt: inZone(Date.parse(startsAt), timeZone),
  endsAt: inZone(Date.parse(endsAt), timeZone),
});
