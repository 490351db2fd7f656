import { Badge, Checkbox, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, type Schemas } from '../api/client.js';
import { useOperators } from '../api/lookups.js';
import { useTimes } from '../time/time-format.js';
import { Dialog } from '../ui/dialog.js';
import { Loaded } from '../ui/query-states.js';

/** The approved plan compared with the current one. */
export function PlanDifferences({
  scheduleId,
  zone,
  onClose,
}: {
  scheduleId: string;
  zone: string;
  onClose: () => void;
}) {
  const t = useTranslations('differences');
  const { span } = useTimes();
  const { nameOf } = useOperators();
  const [withPast, setWithPast] = useState(true);
  const query = useQuery({
    queryKey: ['schedules', scheduleId, 'differences'],
    queryFn: () =>
      ask(api.GET('/api/v1/schedules/{id}/differences', { params: { path: { id: scheduleId } } })),
  });
  const namesOf = (ids: readonly string[]): string =>
    ids.map((id) => nameOf(id) || '?').join(', ') || t('nobody');
  const describe = (plan: Schemas['PlannedShiftDto']): string =>
    `${span(plan.startsAt, plan.endsAt, zone)} · ${namesOf(plan.operatorIds)}`;
  return (
    <Dialog title={t('title')} onClose={onClose} size="lg">
      <Loaded query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Text>{t('none')}</Text>
          ) : (
            <Stack gap="sm">
              <Checkbox
                size="md"
                label={t('before')}
                checked={withPast}
                onChange={({ currentTarget }) => setWithPast(currentTarget.checked)}
              />
              <ul className="plain-list">
                {items.map(({ kind, before, after, shiftId }) => (
                  <li key={shiftId} className="card">
                    <Badge variant="outline">{t(`kind.${kind}`)}</Badge>
                    {withPast && before && <Text size="sm">{t('was', { plan: describe(before) })}</Text>}
                    {after && <Text size="sm">{t('is', { plan: describe(after) })}</Text>}
                  </li>
                ))}
              </ul>
            </Stack>
          )
        }
      </Loaded>
    </Dialog>
  );
}
