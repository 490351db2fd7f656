/**
 * A shift of a plan and its operators. Instants as ISO text, so that a stored plan compares with a new one.
 */
export interface PlannedShift {
  shiftId: string;
  positionId: string;
  startsAt: string;
  endsAt: string;
  seats: number;
  operatorIds: string[];
}

/** The differences between two plans, shift by shift. */
export interface PlanDifference {
  shiftId: string;
  kind: 'added' | 'removed' | 'changed';
  before: PlannedShift | null;
  after: PlannedShift | null;
}

/** The changes since a plan was approved, by start. */
export function differencesOf(
  approved: readonly PlannedShift[],
  now: readonly PlannedShift[],
): PlanDifference[] {
  const after = new Map(now.map((shift) => [shift.shiftId, shift]));
  const before = new Map(approved.map((shift) => [shift.shiftId, shift]));
  const differences: PlanDifference[] = [];
  for (const [shiftId, old] of before) {
    const current = after.get(shiftId) ?? null;
    if (!current) differences.push({ shiftId, kind: 'removed', before: old, after: null });
    else if (textOf(old) !== textOf(current))
      differences.push({ shiftId, kind: 'changed', before: old, after: current });
  }
  for (const [shiftId, current] of after) {
    if (!before.has(shiftId)) differences.push({ shiftId, kind: 'added', before: null, after: current });
  }
  return differences.sort((a, b) => startOf(a) - startOf(b));
}

const textOf = ({ positionId, startsAt, endsAt, seats, operatorIds }: PlannedShift): string =>
  JSON.stringify([positionId, Date.parse(startsAt), Date.parse(endsAt), seats, operatorIds.toSorted()]);

const startOf = ({ before, after }: PlanDifference): number => Date.parse((after ?? before)!.startsAt);
