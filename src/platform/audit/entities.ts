/**
 * The properties of a kind of entity in the trail. Only admins read the trail; this decides who else hears of
 * an entry.
 */
interface EntityKind {
  /**
   * It concerns one person: the trail stores that a reason was given, not its text. The reason is for the
   * person and their supervisors.
   */
  ofAPerson?: true;
  /**
   * Whose open pages hear of a change, besides those of admins and staff: operators at their locations (and
   * of their own rows), analysts for what their figures are grouped by.
   */
  heardBy?: readonly ('operator' | 'analyst')[];
}

/** All kinds of entities in the audit trail. */
const ENTITIES = {
  'api-key': {},
  'attendance-correction': { ofAPerson: true, heardBy: ['operator'] },
  claim: { ofAPerson: true, heardBy: ['operator'] },
  'coverage-exception': {},
  'coverage-hours': {},
  'coverage-scan': {},
  'desk-note': { heardBy: ['operator'] },
  'drop-request': { ofAPerson: true, heardBy: ['operator'] },
  headcount: {},
  location: { heardBy: ['analyst'] },
  message: {},
  operator: { ofAPerson: true },
  'pay-period': {},
  pilot: { heardBy: ['analyst'] },
  position: { heardBy: ['analyst'] },
  schedule: { heardBy: ['operator'] },
  settings: { heardBy: ['analyst'] },
  shift: { heardBy: ['operator'] },
  'shift-template': {},
  'sign-in': {},
  'support-import': {},
  'support-request': { heardBy: ['operator'] },
  'support-tally': { heardBy: ['operator'] },
  swap: { ofAPerson: true, heardBy: ['operator'] },
  term: {},
  'time-off-request': { ofAPerson: true },
  timetable: {},
  unavailability: { ofAPerson: true },
  user: {},
  'waitlist-entry': { ofAPerson: true, heardBy: ['operator'] },
} as const satisfies Record<string, EntityKind>;

export type AuditEntity = keyof typeof ENTITIES;
export const AUDIT_ENTITIES = Object.keys(ENTITIES) as AuditEntity[];

const KINDS: ReadonlyMap<string, EntityKind> = new Map(Object.entries(ENTITIES));

export const isOfAPerson = (entity: AuditEntity): boolean => KINDS.get(entity)!.ofAPerson ?? false;

/** Nobody hears of kinds that only a newer replica knows. */
export const isHeardBy = (role: 'operator' | 'analyst', entity: string): boolean =>
  KINDS.get(entity)?.heardBy?.includes(role) ?? false;
