import { Badge, Button, Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Schemas } from '../../api/client.js';
import { PlanDifferences } from '../plan-differences.js';
import type { ChosenWeek } from '../../ui/week.js';

/** The status of the week's schedules, and the changes since their approval. */
export function PlanStatus({
  schedules,
  week,
  zone,
}: {
  schedules: readonly Schemas['ScheduleDto'][];
  week: ChosenWeek;
  zone: string;
}) {
  const t = useTranslations('schedules');
  const [openId, setOpenId] = useState<string | null>(null);
  const plans = schedules.filter(
    ({ startsOn, endsOn, status }) =>
      status !== 'archived' && startsOn < week.endsOn && endsOn >= week.startsOn,
  );
  return (
    <>
      {plans.map(({ id, status }) => (
        <Group key={id} gap="xs" wrap="nowrap">
          <Badge variant="outline" component={Link} {...{ to: '/schedules' }} style={{ cursor: 'pointer' }}>
            {t('plan', { status: t(`status.${status}`) })}
          </Badge>
          {status === 'approved' && (
            <Button variant="subtle" size="compact-sm" onClick={() => setOpenId(id)}>
              {t('differences')}
            </Button>
          )}
        </Group>
      ))}
      {openId !== null && <PlanDifferences scheduleId={openId} zone={zone} onClose={() => setOpenId(null)} />}
    </>
  );
}
