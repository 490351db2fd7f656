import { Badge, Button, Group, List, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, once, type Schemas } from '../api/client.js';
import { reasonsInReadersWords } from '../i18n/refusals.js';
import { addDays, dateOf } from '../time/local-time.js';
import { dateWithYearOf } from '../time/time-format.js';
import { Dialog } from '../ui/dialog.js';
import { DateField, LocationField, TextField } from '../ui/fields.js';
import { Form } from '../ui/form.js';
import { Page } from '../ui/page.js';
import { Empty, Loaded } from '../ui/query-states.js';
import { useAct } from '../ui/use-act.js';
import { PlanDifferences } from './plan-differences.js';
import { Generate } from './generate.js';
import { ScheduleQuality } from './schedule-quality.js';
import { useUntickedClaims } from './unticked-claims.js';
import { claimsQuery, schedulesQuery } from './queries.js';
import { useWeek, type ChosenWeek } from '../ui/week.js';

type Schedule = Schemas['ScheduleDto'];
type Location = Schemas['LocationDto'];

/** Schedules of a location: generated from coverage hours, published and approved; shows changes since. */
export function Schedules() {
  const t = useTranslations('schedules');
  const week = useWeek();
  const location = week.location;
  return (
    <Page
      title={t('title')}
      note={t('hint')}
      actions={
        location &&
        week.locations.length > 1 && (
          <LocationField value={location.id} onChange={(id) => week.choose({ location: id })} />
        )
      }
    >
      {location ? (
        <OfLocation week={week} location={location} />
      ) : (
        <Empty title={t('noLocation')}>{t('noLocationHint')}</Empty>
      )}
    </Page>
  );
}

function OfLocation({ week, location }: { week: ChosenWeek; location: Location }) {
  const t = useTranslations('schedules');
  const [startsOn, setStartsOn] = useState('');
  const [endsOn, setEndsOn] = useState('');
  const query = useQuery(schedulesQuery(location.id));
  const create = useAct({
    run: () =>
      ask(
        api.POST('/api/v1/schedules', {
          ...once(),
          body: {
            locationId: location.id,
            startsOn: startsOn || week.startsOn,
            endsOn: endsOn || addDays(week.endsOn, -1),
          },
        }),
      ),
    said: () => t('created'),
    undo: ({ id }) => ask(api.DELETE('/api/v1/schedules/{id}', { params: { path: { id } } })),
    inForm: true,
  });
  return (
    <Stack gap="lg">
      <Form act={create} submit={t('create')} className="card">
        <Title order={2} size="h4">
          {t('new')}
        </Title>
        <Group grow align="flex-start">
          <DateField label={t('from')} value={startsOn || week.startsOn} onChange={setStartsOn} />
          <DateField label={t('to')} value={endsOn || addDays(week.endsOn, -1)} onChange={setEndsOn} />
        </Group>
      </Form>
      <Loaded query={query}>
        {(schedules) =>
          schedules.length === 0 ? (
            <Empty title={t('none')}>{t('noneHint')}</Empty>
          ) : (
            <ul className="plain-list">
              {schedules
                .toSorted((a, b) => b.startsOn.localeCompare(a.startsOn))
                .map((schedule) => (
                  <li key={schedule.id} className="card">
                    <ScheduleCard schedule={schedule} location={location} schedules={schedules} />
                  </li>
                ))}
            </ul>
          )
        }
      </Loaded>
    </Stack>
  );
}

function ScheduleCard({
  schedule,
  location,
  schedules,
}: {
  schedule: Schedule;
  location: Location;
  schedules: readonly Schedule[];
}) {
  const t = useTranslations('schedules');
  const [form, setForm] = useState<'generate' | 'reopen' | 'differences' | 'quality' | null>(null);
  const [stopped, setStopped] = useState<readonly Schemas['UndecidedClaimDto'][]>([]);
  const params = { path: { id: schedule.id } };
  const { ids } = useUntickedClaims();
  const pending = useQuery({
    ...claimsQuery({ status: 'pending', locationId: location.id }),
    enabled: schedule.status === 'published' && ids.size > 0,
  });
  // Its last night continues after midnight.
  const leftHere = (pending.data ?? []).filter(
    ({ id, startsAt }) =>
      ids.has(id) && dateOf(startsAt) >= schedule.startsOn && dateOf(startsAt) <= addDays(schedule.endsOn, 1),
  );
  const publish = useAct({
    run: () => ask(api.POST('/api/v1/schedules/{id}/publish', { params, body: {} })),
    said: () => t('published'),
  });
  const approve = useAct({
    run: async () => {
      // All unticked ids, because the list here may be out of date; the server ignores unknown ids.
      const body = { exceptClaimIds: [...ids] };
      const answer = await ask(api.POST('/api/v1/schedules/{id}/approve', { params, body }));
      return { ...answer, notApproved: await reasonsInReadersWords(answer.notApproved) };
    },
    said: ({ approvedClaims, notApproved }) => {
      const left = notApproved.filter(isLeftOut).length;
      return t('approved', { count: approvedClaims, stopped: notApproved.length - left, left });
    },
    done: ({ notApproved }) => setStopped(notApproved.filter((one) => !isLeftOut(one))),
  });
  const archive = useAct({
    run: () => ask(api.POST('/api/v1/schedules/{id}/archive', { params })),
    said: () => t('archived'),
  });
  const close = (): void => setForm(null);
  return (
    <Stack gap="xs">
      <Group justify="space-between" align="flex-start">
        <div>
          <Text fw={600}>
            {dateWithYearOf(schedule.startsOn)} – {dateWithYearOf(schedule.endsOn)}
          </Text>
          <Text size="sm" c="dimmed">
            {t('shifts', { count: schedule.shifts })}
            {schedule.drafts > 0 &&
              schedule.status !== 'draft' &&
              ` · ${t('drafts', { count: schedule.drafts })}`}
          </Text>
        </div>
        <Badge variant={schedule.status === 'approved' ? 'filled' : 'outline'}>
          {t(`status.${schedule.status}`)}
        </Badge>
      </Group>
      {stopped.length > 0 && (
        <List size="sm">
          {stopped.map(({ claimId, violations }) => (
            <List.Item key={claimId}>{violations.map(({ message }) => message).join(' ')}</List.Item>
          ))}
        </List>
      )}
      {leftHere.length > 0 && (
        <Text size="sm">
          {t('leftOut', { count: leftHere.length })} <Link to="/approvals">{t('toApprovals')}</Link>
        </Text>
      )}
      <Group gap="xs">
        <Link to="/board" search={{ location: location.id, week: schedule.startsOn }} className="as-button">
          {t('toBoard')}
        </Link>
        <Button variant="default" onClick={() => setForm('quality')}>
          {t('quality')}
        </Button>
        {(schedule.status === 'draft' || schedule.status === 'published') && (
          <Button variant="default" onClick={() => setForm('generate')}>
            {t('generate')}
          </Button>
        )}
        {(schedule.status === 'draft' || (schedule.status === 'published' && schedule.drafts > 0)) && (
          <Button onClick={() => publish.mutate()} loading={publish.isPending}>
            {schedule.status === 'draft' ? t('publish') : t('publishDrafts', { count: schedule.drafts })}
          </Button>
        )}
        {schedule.status === 'published' && (
          <Button
            variant={schedule.drafts > 0 ? 'default' : 'filled'}
            onClick={() => approve.mutate()}
            loading={approve.isPending}
          >
            {t('approve')}
          </Button>
        )}
        {schedule.status === 'approved' && (
          <>
            <Button variant="default" onClick={() => setForm('differences')}>
              {t('differences')}
            </Button>
            <Button variant="default" onClick={() => setForm('reopen')}>
              {t('reopen')}
            </Button>
            <Button variant="default" onClick={() => archive.mutate()} loading={archive.isPending}>
              {t('archive')}
            </Button>
          </>
        )}
      </Group>
      {form === 'generate' && (
        <Generate schedule={schedule} zone={location.timeZone} schedules={schedules} onClose={close} />
      )}
      {form === 'quality' && <ScheduleQuality schedule={schedule} location={location} onClose={close} />}
      {form === 'reopen' && <Reopen schedule={schedule} onClose={close} />}
      {form === 'differences' && (
        <PlanDifferences scheduleId={schedule.id} zone={location.timeZone} onClose={close} />
      )}
    </Stack>
  );
}

const isLeftOut = ({ violations }: Schemas['UndecidedClaimDto']): boolean =>
  violations.some(({ code }) => code === 'LEFT_OUT');

function Reopen({ schedule, onClose }: { schedule: Schedule; onClose: () => void }) {
  const t = useTranslations('schedules');
  const [reason, setReason] = useState('');
  const reopen = useAct({
    run: () =>
      ask(
        api.POST('/api/v1/schedules/{id}/reopen', {
          params: { path: { id: schedule.id } },
          body: { reason },
        }),
      ),
    said: () => t('reopened'),
    done: onClose,
    inForm: true,
  });
  return (
    <Dialog title={t('reopen')} onClose={onClose}>
      <Form act={reopen} submit={t('reopen')}>
        <TextField label={t('reason')} value={reason} onChange={setReason} />
      </Form>
    </Dialog>
  );
}
