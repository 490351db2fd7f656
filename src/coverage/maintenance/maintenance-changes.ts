export const MAINTENANCE_TOLD_QUEUE = 'maintenance-told';

/** What was announced, changed or withdrawn. Instants as ISO text. */
export interface MaintenanceChange {
  what: 'announced' | 'changed' | 'withdrawn';
  /** Of the window after the change; a change is told once. */
  windowId: string;
  version: number;
  locationId: string;
  reason: string;
  closesCoverage: boolean;
  /** When it takes place; what was withdrawn does not. */
  startsAt: string;
  endsAt: string;
  /** When it would have taken place until now, if that was another time. */
  before: { startsAt: string; endsAt: string } | null;
}
