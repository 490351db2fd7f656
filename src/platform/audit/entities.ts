/**
 * The properties of a kind of entity in the trail. Only admins read the trail; this decides who else hears of
 * an entry.
 */
interface EntityKind {
  /**
   * Its actions, as the trail stores them. A name that is no longer written stays here for the old entries.
   */
  actions: readonly string[];
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
  'activity-count': {
    actions: ['activity-count.created', 'activity-count.updated', 'activity-count.deleted'],
    heardBy: ['operator'],
  },
  'api-key': { actions: ['api-key.created', 'api-key.handed-over', 'api-key.revoked'] },
  'attendance-correction': {
    actions: [
      'attendance-correction.created',
      'attendance-correction.approved',
      'attendance-correction.rejected',
    ],
    ofAPerson: true,
    heardBy: ['operator'],
  },
  'brief-link': { actions: ['brief-link.created', 'brief-link.deleted'] },
  'calendar-feed': { actions: ['calendar-feed.created', 'calendar-feed.deleted'] },
  claim: {
    actions: [
      'claim.created',
      'claim.assigned',
      'claim.approved',
      'claim.rejected',
      'claim.withdrawn',
      'claim.cancelled',
      'claim.reopened',
      'claim.restored',
      'claim.moved',
      'claim.split',
      'claim.swapped',
      'claim.relief-created',
      'claim.relief-ended',
      'claim.checked-in',
      'claim.checked-out',
      'claim.check-out-undone',
      'claim.no-show',
      'claim.no-show-undone',
      'claim.attendance-corrected',
      'claim.signed-off',
    ],
    ofAPerson: true,
    heardBy: ['operator'],
  },
  'coverage-exception': {
    actions: ['coverage-exception.created', 'coverage-exception.updated', 'coverage-exception.deleted'],
  },
  'coverage-hours': {
    actions: ['coverage-hours.created', 'coverage-hours.updated', 'coverage-hours.deleted'],
  },
  'coverage-scan': { actions: ['coverage.scanned'] },
  'data-package': { actions: ['data-package.exported'] },
  'desk-note': { actions: ['desk-note.created', 'desk-note.deleted'], heardBy: ['operator'] },
  'drop-request': {
    actions: [
      'drop-request.created',
      'drop-request.taken',
      'drop-request.completed',
      'drop-request.cancelled',
      'drop-request.released',
      'drop-request.reopened',
      'drop-request.restored',
    ],
    ofAPerson: true,
    heardBy: ['operator'],
  },
  headcount: { actions: ['headcount.created', 'headcount.updated'] },
  location: { actions: ['location.created', 'location.updated', 'location.deleted'], heardBy: ['analyst'] },
  'maintenance-window': {
    actions: ['maintenance-window.created', 'maintenance-window.updated', 'maintenance-window.deleted'],
    heardBy: ['operator'],
  },
  message: { actions: ['message.retried'] },
  'on-duty-link': { actions: ['on-duty-link.created', 'on-duty-link.deleted'] },
  operator: {
    actions: [
      'operator.created',
      'operator.updated',
      'operator.qualification-set',
      'operator.deactivated',
      'operator.reactivated',
      'operator.deleted',
    ],
    ofAPerson: true,
  },
  'pay-period': {
    actions: ['pay-period.created', 'pay-period.locked', 'pay-period.unlocked', 'pay-period.deleted'],
  },
  'patron-link': { actions: ['patron-link.created', 'patron-link.deleted'] },
  pilot: {
    actions: [
      'pilot.created',
      'pilot.updated',
      'pilot.deleted',
      'pilot.paused',
      'pilot.resumed',
      'pilot.ended',
    ],
    heardBy: ['analyst'],
  },
  'pilot-review': {
    actions: [
      'pilot-review.created',
      'pilot-review.updated',
      'pilot-review.deleted',
      'pilot-review.action-done',
      'pilot-review.action-undone',
    ],
  },
  position: { actions: ['position.created', 'position.updated', 'position.deleted'], heardBy: ['analyst'] },
  schedule: {
    actions: [
      'schedule.created',
      'schedule.shifts-generated',
      'schedule.published',
      'schedule.approved',
      'schedule.reopened',
      'schedule.archived',
      'schedule.deleted',
    ],
    heardBy: ['operator'],
  },
  settings: { actions: ['settings.updated'], heardBy: ['analyst'] },
  shift: {
    actions: ['shift.created', 'shift.updated', 'shift.cancelled', 'shift.restored', 'shift.split'],
    heardBy: ['operator'],
  },
  'shift-template': {
    actions: ['shift-template.created', 'shift-template.updated', 'shift-template.deleted'],
  },
  'sign-in': { actions: ['sign-in.refused'] },
  'routing-rule': {
    actions: ['routing-rule.created', 'routing-rule.updated', 'routing-rule.ordered', 'routing-rule.deleted'],
  },
  'import-mapping': {
    actions: ['import-mapping.created', 'import-mapping.updated', 'import-mapping.deleted'],
  },
  'support-import': {
    actions: [
      'support-import.created',
      'support-import.completed',
      'support-import.take-back-started',
      'support-import.taken-back',
    ],
  },
  'support-category': {
    actions: [
      'support-category.created',
      'support-category.updated',
      'support-category.merged',
      'support-category.separated',
      'support-category.ordered',
      'support-category.deleted',
    ],
    heardBy: ['operator'],
  },
  'support-request': {
    actions: [
      'support-request.created',
      'support-request.updated',
      'support-request.deleted',
      'support-request.assigned',
      'support-request.unassigned',
      'support-request.noted',
      'support-request.note-removed',
      'support-request.file-attached',
      'support-request.escalated',
      'support-request.returned',
      'support-request.ticket-asked',
      'support-request.ticket-opened',
      'support-request.ticket-followed',
    ],
    heardBy: ['operator'],
  },
  'support-source': {
    actions: [
      'support-source.created',
      'support-source.updated',
      'support-source.deleted',
      'support-source.escalations-changed',
      'support-source.run-asked',
      'support-source.backfill-started',
      'support-source.backfill-stopped',
      'support-source.collected',
      'support-source.failed',
      'support-source.rules-applied',
      'support-source.secret-rotated',
    ],
  },
  'support-tally': { actions: ['support-tally.created', 'support-tally.deleted'], heardBy: ['operator'] },
  swap: {
    actions: [
      'swap.created',
      'swap.accepted',
      'swap.declined',
      'swap.completed',
      'swap.cancelled',
      'swap.restored',
    ],
    ofAPerson: true,
    heardBy: ['operator'],
  },
  term: { actions: ['term.created', 'term.updated', 'term.deleted'] },
  'time-off-request': {
    actions: ['time-off.requested', 'time-off.approved', 'time-off.rejected', 'time-off.cancelled'],
    ofAPerson: true,
  },
  timetable: {
    actions: ['timetable.replaced', 'timetable.deleted', 'timetable.subscribed', 'timetable.unsubscribed'],
  },
  unavailability: {
    actions: ['unavailability.created', 'unavailability.deleted', 'weekly-wishes.stored'],
    ofAPerson: true,
  },
  user: {
    actions: [
      'user.created',
      'user.first-admin',
      'user.invited',
      'invitation.accepted',
      'user.updated',
      'user.password-changed',
      'user.password-link-sent',
      'user.password-reset',
      'session.started',
      'session.confirmed',
      'session.ended',
      'session.ended-everywhere',
      'user.signed-out',
      'user.removed',
    ],
  },
  'waitlist-entry': {
    actions: [
      'waitlist.joined',
      'waitlist.left',
      'waitlist.offered',
      'waitlist.offer-expired',
      'waitlist.taken',
      'waitlist.closed',
      'waitlist.restored',
    ],
    ofAPerson: true,
    heardBy: ['operator'],
  },
  workstation: {
    actions: ['workstation.created', 'workstation.updated', 'workstation.deleted', 'workstation.imported'],
    heardBy: ['operator'],
  },
} as const satisfies Record<string, EntityKind>;

export type AuditEntity = keyof typeof ENTITIES;
export const AUDIT_ENTITIES = Object.keys(ENTITIES) as AuditEntity[];

/** The actions of one kind of entity, or of all kinds. */
export type AuditAction<Entity extends AuditEntity = AuditEntity> =
  (typeof ENTITIES)[Entity]['actions'][number];
export const AUDIT_ACTIONS: readonly AuditAction[] = Object.values(ENTITIES).flatMap(
  ({ actions }) => actions,
);

const KINDS: ReadonlyMap<string, EntityKind> = new Map(Object.entries(ENTITIES));

export const isOfAPerson = (entity: AuditEntity): boolean => KINDS.get(entity)!.ofAPerson ?? false;

/**
 * Whether open pages of that role hear of a change. Unknown kinds, of a newer replica, are heard by nobody.
 */
export const isHeardBy = (role: 'operator' | 'analyst', entity: string): boolean =>
  KINDS.get(entity)?.heardBy?.includes(role) ?? false;
