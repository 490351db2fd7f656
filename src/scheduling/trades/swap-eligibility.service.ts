import { Injectable } from '@nestjs/common';
import type { Caller } from '../../access/caller.js';
import { conflict, refusal } from '../../domain/errors.js';
import type { ClaimRow } from '../roster/claims.repository.js';
import { EligibilityService, type OfferedShift } from '../eligibility/eligibility.service.js';
import { OperatorFactsRepository } from '../eligibility/operator-facts.repository.js';
import { ShiftsRepository } from '../roster/shifts.repository.js';
import type { SwapOptionRow } from './swaps.repository.js';

/** Checks whether both sides of a swap may work the shift that they would get. */
@Injectable()
export class SwapEligibility {
  constructor(
    private readonly operators: OperatorFactsRepository,
    private readonly shifts: ShiftsRepository,
    private readonly eligibility: EligibilityService,
  ) {}

  /**
   * Those of the colleagues' claims that the claim's operator could work, and whose operators could work this
   * claim.
   */
  async exchangeable(claim: ClaimRow, rows: readonly SwapOptionRow[]): Promise<SwapOptionRow[]> {
    const [operator] = await this.operators.find([claim.operatorId]);
    const reasons = await this.eligibility.violations(
      operator!,
      rows.map((row) => ({ ...row, seatsTaken: 0 })),
      'relief',
      claim.id,
    );
    const fitting = rows.filter((_row, index) => reasons[index]!.length === 0);
    const offered = await this.seatOf(claim);
    const holders = await this.operators.find([...new Set(fitting.map((row) => row.operatorId))]);
    const byId = new Map(holders.map((holder) => [holder.id, holder]));
    const theirs = await this.eligibility.violationsOfPairs(
      fitting.map((row) => ({ operator: byId.get(row.operatorId)!, shift: offered, givingUp: row.claimId })),
      'relief',
    );
    return fitting.filter((_row, index) => theirs[index]!.length === 0);
  }

  /** Throws when one side could not. An operator learns the reasons only about themselves. */
  async require(
    caller: Caller,
    offered: ClaimRow,
    wanted: ClaimRow | null,
    toOperatorId: string,
  ): Promise<void> {
    const operators = await this.operators.find([offered.operatorId, toOperatorId]);
    if (wanted) {
      const from = operators.find(({ id }) => id === offered.operatorId)!;
      await this.eligibility.require(from, await this.seatOf(wanted), 'relief', { givingUp: offered.id });
    }
    const to = operators.find(({ id }) => id === toOperatorId)!;
    const shifts = [await this.seatOf(offered)];
    const [violations = []] = await this.eligibility.violations(to, shifts, 'relief', wanted?.id);
    if (violations.length === 0) return;
    throw caller.role === 'operator'
      ? conflict('SWAP_NOT_POSSIBLE.colleague')
      : refusal('conflict', violations);
  }

  /** The claim's seat from the view of the operator who would take it over. */
  private async seatOf({ shiftId }: ClaimRow): Promise<OfferedShift> {
    return { ...(await this.shifts.findRow(shiftId))!, seatsTaken: 0 };
  }
}
