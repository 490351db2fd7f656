import { Injectable } from '@nestjs/common';
import { PastRosters } from '../../../scheduling/seats/past-rosters.service.js';
import { KeptRostersRepository } from './kept-rosters.repository.js';
import type { TakenBack } from './taken-back.js';

/** Takes back the shifts of a past roster: in one transaction, with the lock of the rosters of its location. */
@Injectable()
export class TakenRosters {
  constructor(
    private readonly rosters: PastRosters,
    private readonly kept: KeptRostersRepository,
  ) {}

  /** `timeZone`: that of the location, for the list of what stays. */
  async takeBack(importId: string, timeZone: string): Promise<TakenBack> {
    await this.rosters.judge(importId);
    const kept = await this.kept.noteKept(importId, timeZone);
    const removed = await this.rosters.remove(importId);
    return { removed, restored: 0, kept };
  }
}
