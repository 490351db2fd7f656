import type { LocalDate } from './local-date.js';

/** What may be told of a workstation; null: nothing. Dates are local to its location. */
export interface WorkstationFields {
  name: string;
  area: string | null;
  inServiceFrom: LocalDate | null;
  upgradedOn: LocalDate | null;
  joinedNetworkOn: LocalDate | null;
  outOfServiceFrom: LocalDate | null;
  /** The last date, inclusive; null: until further notice. */
  outOfServiceUntil: LocalDate | null;
  note: string | null;
}

export const WORKSTATION_STATES = ['planned', 'in-service', 'out-of-service'] as const;
export type WorkstationState = (typeof WORKSTATION_STATES)[number];

/** What a workstation is on a date. Without a first date it has always been there. */
export function workstationState(
  station: Pick<WorkstationFields, 'inServiceFrom' | 'outOfServiceFrom' | 'outOfServiceUntil'>,
  date: LocalDate,
): WorkstationState {
  const { inServiceFrom, outOfServiceFrom: from, outOfServiceUntil: until } = station;
  if (inServiceFrom !== null && inServiceFrom > date) return 'planned';
  const isOut = from !== null && from <= date && (until === null || date <= until);
  return isOut ? 'out-of-service' : 'in-service';
}

/** Whether the dates out of service fit: a last one needs a first one, and does not come before it. */
export const isOutOfServiceSound = ({
  outOfServiceFrom: from,
  outOfServiceUntil: until,
}: Pick<WorkstationFields, 'outOfServiceFrom' | 'outOfServiceUntil'>): boolean =>
  until === null || (from !== null && from <= until);

/** What makes a name the same as another at its location: case does not. */
export const workstationKey = (name: string): string => name.normalize('NFC').toLowerCase();
