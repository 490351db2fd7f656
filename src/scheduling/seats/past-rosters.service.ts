import { Injectable } from '@nestjs/common';
import { PeopleFinder } from '../../domain/past-rosters/people-finder.js';
import { ImportedSeatsRepository } from './imported-seats.repository.js';
import { StagedRostersRepository, type RefusedRow } from './staged-rosters.repository.js';

/** Why a row of a past roster is not taken, although it makes sense. */
export type RosterRowRefusal =
  | 'UNKNOWN_OPERATOR'
  | 'SEVERAL_OPERATORS'
  | 'UNKNOWN_POSITION'
  | 'IMPORTED_OTHERWISE'
  | 'OPERATOR_HAS_SHIFT'
  | 'IN_SCHEDULE'
  | 'SHIFT_IS_PLANNED'
  | 'PAY_PERIOD_LOCKED'
  | 'OVERLAPS_IN_FILE'
  | 'WORKED_ELSEWHERE';

export interface MergedRosters {
  created: number;
  /** Of these, those whose work is not known. */
  unrecorded: number;
  /** Rows that an earlier import holds already. */
  known: number;
  repeated: readonly RefusedRow[];
  refused: readonly (RefusedRow & { code: RosterRowRefusal })[];
}

/**
 * Who worked in the past, from files: published shifts and approved claims that nobody has to decide, and of which nobody is
 * told. Call all of it within one transaction.
 */
@Injectable()
export class PastRosters {
  constructor(
    private readonly staged: StagedRostersRepository,
    private readonly seats: ImportedSeatsRepository,
  ) {}

  /** Creates the temporary table `staged_rosters`, which the caller fills; its times have been checked. */
  open(): Promise<void> {
    return this.staged.createTable();
  }

  /** Turns all staged rows that can be taken into seats. `at`: when it happens. */
  async merge(locationId: string, importId: string, at: Date): Promise<MergedRosters> {
    const refused: (RefusedRow & { code: RosterRowRefusal })[] = [];
    const refuse = (code: RosterRowRefusal, rows: readonly RefusedRow[]): void => {
      for (const row of rows) refused.push({ ...row, code });
    };
    const { unknown, several } = await this.findPeople(locationId);
    refuse('UNKNOWN_OPERATOR', await this.staged.dropPeople(unknown));
    refuse('SEVERAL_OPERATORS', await this.staged.dropPeople(several));
    refuse('UNKNOWN_POSITION', await this.staged.dropUnknownPositions());
    const repeated = await this.staged.dropRepeated();
    await this.staged.lockOperators();
    const known = await this.staged.dropKnown(locationId, importId);
    const otherwise = known.filter(({ isSame }) => !isSame);
    refuse(
      'IMPORTED_OTHERWISE',
      otherwise.map(({ line }) => ({ line, about: '' })),
    );
    refuse('OPERATOR_HAS_SHIFT', await this.staged.dropClaimed());
    refuse('IN_SCHEDULE', await this.staged.dropScheduled(locationId));
    refuse('SHIFT_IS_PLANNED', await this.staged.dropPlanned(locationId));
    refuse('PAY_PERIOD_LOCKED', await this.staged.dropPaid());
    refuse('OVERLAPS_IN_FILE', await this.staged.dropOverlapping());
    refuse('WORKED_ELSEWHERE', await this.staged.dropWorkedElsewhere());
    const { claims, unrecorded } = await this.seats.insert(locationId, importId, at);
    return { created: claims, unrecorded, known: known.length - otherwise.length, repeated, refused };
  }

  /**
   * Locks what an import left, and decides what of it can be taken back: the temporary table `taken_shifts` says which of its
   * shifts stay, and why.
   */
  async judge(importId: string): Promise<void> {
    await this.seats.lock(importId);
    await this.seats.judge(importId);
  }

  /** Removes what `judge` lets go. Returns how many claims went. */
  remove(importId: string): Promise<number> {
    return this.seats.remove(importId);
  }

  /** Finds the people of all rows, and returns the names that nobody has, or several. */
  private async findPeople(locationId: string): Promise<{ unknown: string[]; several: string[] }> {
    const finder = new PeopleFinder(await this.staged.findPeople(locationId));
    const found = (await this.staged.findNames()).map((name) => ({ name, found: finder.find(name) }));
    const ids = found.flatMap((one) => (typeof one.found === 'string' ? [] : [{ ...one, id: one.found.id }]));
    await this.staged.setPeople(
      ids.map(({ name }) => name),
      ids.map(({ id }) => id),
    );
    const named = (result: string): string[] =>
      found.filter((one) => one.found === result).map(({ name }) => name);
    return { unknown: named('unknown'), several: named('several') };
  }
}
