import { queryOptions } from '@tanstack/react-query';
import { api, ask, askAll, type Schemas } from '../../api/client.js';
import { saveCsvOf } from '../../api/save-file.js';

export type PayPeriod = Schemas['PayPeriodDto'];
export type Timesheet = Schemas['TimesheetDto'];
export type Line = Schemas['TimesheetLineDto'];

/** Latest first. */
export const payPeriodsQuery = queryOptions({
  queryKey: ['pay-period', 'all'],
  queryFn: () =>
    askAll((cursor) => api.GET('/api/v1/pay-periods', { params: { query: { limit: 200, cursor } } })),
});

/** The work in a pay period. Its key is under claims, so that it is refetched with them. */
export const timesheetQuery = (id: string) =>
  queryOptions({
    queryKey: ['claims', 'timesheet', id],
    queryFn: async (): Promise<Timesheet> => {
      const timesheet = await ask(
        api.GET('/api/v1/pay-periods/{id}/timesheet', { params: { path: { id } } }),
      );
      if (typeof timesheet === 'string') throw new Error('asked for JSON, answered in CSV');
      return timesheet;
    },
  });

/** Saves all lines of a pay period as a file for payroll. */
export async function saveTimesheet({ id, startsOn, endsOn }: PayPeriod): Promise<void> {
  await saveCsvOf(`/api/v1/pay-periods/${id}/timesheet`, `timesheet-${startsOn}-${endsOn}.csv`);
}

/** The default period: the latest that has begun. */
export const defaultPeriod = (periods: readonly PayPeriod[], today: string): PayPeriod | undefined =>
  periods.find(({ startsOn }) => startsOn <= today) ?? periods.at(-1);

const TO_LOOK_INTO: ReadonlySet<string> = new Set(['no-check-in', 'no-check-out', 'overlap']);

/** Whether a line needs attention; future lines do not. */
export const needsAttention = ({ remark }: Line): boolean => remark !== null && TO_LOOK_INTO.has(remark);
