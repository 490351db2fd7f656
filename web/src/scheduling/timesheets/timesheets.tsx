import { Badge, Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, once } from '../../api/client.js';
import { useSettings } from '../../api/lookups.js';
import { useMe } from '../../api/me.js';
import { dateOf, inZone, startOfWeek } from '../../time/local-time.js';
import { useNow } from '../../time/now.js';
import { dateWithYearOf } from '../../time/time-format.js';
import { useNotices } from '../../ui/notices.js';
import { Page } from '../../ui/page.js';
import { Empty, Loaded } from '../../ui/query-states.js';
import { useAct } from '../../ui/use-act.js';
import { pendingCorrectionsQuery } from '../attendance/queries.js';
import { TimesheetLines, useDuration } from './timesheet-lines.js';
import { PeriodChoice } from './period-choice.js';
import { PeriodForm, UnlockForm } from './period-form.js';
import {
  needsAttention,
  payPeriodsQuery,
  defaultPeriod,
  saveTimesheet,
  timesheetQuery,
  type Line,
  type PayPeriod,
  type Timesheet,
} from './queries.js';

const SHOWN = 50;

/** The work of all operators in a pay period: to check, lock and export to payroll. */
export function Timesheets() {
  const t = useTranslations('timesheets');
  const me = useMe();
  const now = useNow(300_000);
  const settings = useSettings();
  const periods = useQuery(payPeriodsQuery);
  const [chosen, setChosen] = useState('');
  const [isCreating, setCreating] = useState(false);
  const isAdmin = me.role === 'admin';
  const today = dateOf(inZone(now, settings.timeZone));
  const isFirst = periods.data?.length === 0;
  const create = isAdmin && (
    <Button variant={isFirst ? 'filled' : 'default'} onClick={() => setCreating(true)}>
      {t('new')}
    </Button>
  );
  return (
    <Page title={t('title')} note={t('hint')} actions={!isFirst && create}>
      <Loaded query={periods}>
        {(all) => {
          const period = all.find(({ id }) => id === chosen) ?? defaultPeriod(all, today);
          return period ? (
            <Stack gap="lg">
              <PeriodChoice periods={all} value={period.id} onChange={setChosen} />
              <OfPeriod key={period.id} period={period} today={today} isAdmin={isAdmin} />
            </Stack>
          ) : (
            <Empty title={t('none')} action={create}>
              {isAdmin ? t('noneHint') : t('noneHintSupervisor')}
            </Empty>
          );
        }}
      </Loaded>
      {isCreating && (
        <PeriodForm
          latest={periods.data?.[0]}
          weekStart={startOfWeek(today, settings.weekStartsOn)}
          onMade={setChosen}
          onClose={() => setCreating(false)}
        />
      )}
    </Page>
  );
}

function OfPeriod({ period, today, isAdmin }: { period: PayPeriod; today: string; isAdmin: boolean }) {
  const query = useQuery(timesheetQuery(period.id));
  return (
    <Loaded query={query}>
      {(timesheet) => (
        <Stack gap="lg">
          <Head timesheet={timesheet} period={period} today={today} isAdmin={isAdmin} />
          <ToLookInto timesheet={timesheet} isLocked={period.lockedAt !== null} />
          <Totals timesheet={timesheet} isLocked={period.lockedAt !== null} />
        </Stack>
      )}
    </Loaded>
  );
}

function Head({
  timesheet,
  period,
  today,
  isAdmin,
}: {
  timesheet: Timesheet;
  period: PayPeriod;
  today: string;
  isAdmin: boolean;
}) {
  const t = useTranslations('timesheets');
  const notices = useNotices();
  const duration = useDuration();
  const [isUnlocking, setUnlocking] = useState(false);
  const params = { path: { id: period.id } };
  const lock = useAct({
    run: () => ask(api.POST('/api/v1/pay-periods/{id}/lock', { params })),
    said: () => t('locked'),
    undo: () =>
      ask(api.POST('/api/v1/pay-periods/{id}/unlock', { params, body: { reason: t('undoReason') } })),
  });
  const { startsOn, endsOn } = period;
  const remove = useAct({
    run: () => ask(api.DELETE('/api/v1/pay-periods/{id}', { params })),
    said: () => t('removed'),
    undo: () => ask(api.POST('/api/v1/pay-periods', { ...once(), body: { startsOn, endsOn } })),
  });
  const isOver = endsOn < today;
  const minutes = timesheet.totals.reduce((sum, total) => sum + total.minutes, 0);
  return (
    <section className="card" aria-label={t('title')}>
      <Stack gap="sm">
        <Group justify="space-between" align="flex-start">
          <div>
            <Text fw={600} size="xl">
              {duration(minutes)}
            </Text>
            <Text size="sm" c="dimmed">
              {t('facts', { people: timesheet.totals.length, shifts: timesheet.lines.length })}
            </Text>
          </div>
          <Badge variant={period.lockedAt === null ? 'outline' : 'filled'}>
            {period.lockedAt === null ? (isOver ? t('isOpen') : t('isRunning')) : t('isLocked')}
          </Badge>
        </Group>
        <Text size="sm">
          {period.lockedAt !== null
            ? t('lockedSince', { date: dateWithYearOf(period.lockedAt) })
            : isOver
              ? t('lockHint')
              : t('notOver', { date: dateWithYearOf(endsOn) })}
        </Text>
        <Group gap="xs">
          {isAdmin && isOver && period.lockedAt === null && (
            <Button onClick={() => lock.mutate()} loading={lock.isPending}>
              {t('lock')}
            </Button>
          )}
          <Button
            variant={period.lockedAt === null ? 'default' : 'filled'}
            onClick={() => void saveTimesheet(period).catch(notices.fail)}
          >
            {t('csv')}
          </Button>
          {isAdmin && period.lockedAt !== null && (
            <Button variant="default" onClick={() => setUnlocking(true)}>
              {t('unlock')}
            </Button>
          )}
          {isAdmin && period.lockedAt === null && (
            <Button variant="default" onClick={() => remove.mutate()} loading={remove.isPending}>
              {t('remove')}
            </Button>
          )}
        </Group>
      </Stack>
      {isUnlocking && <UnlockForm period={period} onClose={() => setUnlocking(false)} />}
    </section>
  );
}

/** What must be settled before the hours are right: missing times and open corrections. */
function ToLookInto({ timesheet, isLocked }: { timesheet: Timesheet; isLocked: boolean }) {
  const t = useTranslations('timesheets');
  const { data: corrections = [] } = useQuery(pendingCorrectionsQuery);
  const [shown, setShown] = useState(SHOWN);
  const open = timesheet.lines.filter(needsAttention);
  const ids = new Set(timesheet.lines.map(({ claimId }) => claimId));
  const corrected = corrections.map(({ claimId }) => claimId).filter((id) => ids.has(id));
  const asked = corrected.length;
  const all = new Set([...corrected, ...open.map(({ claimId }) => claimId)]).size;
  if (all === 0) return timesheet.lines.length === 0 ? null : <Text c="dimmed">{t('nothingOpen')}</Text>;
  return (
    <section aria-labelledby="open">
      <Title order={2} size="h4" id="open" mb="xs">
        {t('toLookInto', { count: all })}
      </Title>
      <Stack gap="sm">
        {asked > 0 && (
          <Group className="card" justify="space-between" gap="xs">
            <Text>{t('corrections', { count: asked })}</Text>
            <Link to="/attendance" className="as-button">
              {t('toCorrections')}
            </Link>
          </Group>
        )}
        {open.length > 0 && (
          <div className="card">
            <TimesheetLines lines={open.slice(0, shown)} isLocked={isLocked} withNames />
          </div>
        )}
        <More all={open.length} shown={shown} onMore={() => setShown(shown + SHOWN)} />
      </Stack>
    </section>
  );
}

function Totals({ timesheet, isLocked }: { timesheet: Timesheet; isLocked: boolean }) {
  const t = useTranslations('timesheets');
  const [search, setSearch] = useState('');
  const [shown, setShown] = useState(SHOWN);
  const linesOf = Map.groupBy(timesheet.lines, ({ operatorId }) => operatorId);
  const found = timesheet.totals
    .filter(({ operatorName }) => operatorName.toLowerCase().includes(search.toLowerCase()))
    .toSorted((a, b) => a.operatorName.localeCompare(b.operatorName));
  if (timesheet.totals.length === 0) return <Empty title={t('nobody')}>{t('nobodyHint')}</Empty>;
  return (
    <section aria-labelledby="totals">
      <Title order={2} size="h4" id="totals" mb="xs">
        {t('totals')}
      </Title>
      <Stack gap="sm">
        {timesheet.totals.length > 10 && (
          <TextInput
            label={t('search')}
            value={search}
            onChange={({ currentTarget }) => setSearch(currentTarget.value)}
          />
        )}
        <ul className="plain-list">
          {found.slice(0, shown).map((total) => (
            <li key={total.operatorId} className="card">
              <Total total={total} lines={linesOf.get(total.operatorId) ?? []} isLocked={isLocked} />
            </li>
          ))}
        </ul>
        <More all={found.length} shown={shown} onMore={() => setShown(shown + SHOWN)} />
      </Stack>
    </section>
  );
}

function Total({
  total,
  lines,
  isLocked,
}: {
  total: Timesheet['totals'][number];
  lines: readonly Line[];
  isLocked: boolean;
}) {
  const t = useTranslations('timesheets');
  const duration = useDuration();
  const [isShown, setShown] = useState(false);
  const open = lines.filter(needsAttention).length;
  return (
    <Stack gap="xs">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div style={{ minWidth: 0 }}>
          <Text fw={600}>{total.operatorName}</Text>
          <Text size="sm" c="dimmed">
            {[
              total.employeeId,
              t('shifts', { count: lines.length }),
              open > 0 && t('openLines', { count: open }),
            ]
              .filter(Boolean)
              .join(' · ')}
          </Text>
        </div>
        <Text fw={600} style={{ whiteSpace: 'nowrap' }}>
          {duration(total.minutes)}
        </Text>
      </Group>
      {isShown && <TimesheetLines lines={lines} isLocked={isLocked} />}
      <div>
        <Button
          size="sm"
          variant="default"
          aria-expanded={isShown}
          aria-label={t(isShown ? 'hideOf' : 'showOf', { name: total.operatorName })}
          onClick={() => setShown(!isShown)}
        >
          {isShown ? t('hide') : t('show')}
        </Button>
      </div>
    </Stack>
  );
}

function More({ all, shown, onMore }: { all: number; shown: number; onMore: () => void }) {
  const t = useTranslations('timesheets');
  if (all <= shown) return null;
  return (
    <div>
      <Button variant="default" onClick={onMore}>
        {t('more', { count: all - shown })}
      </Button>
    </div>
  );
}
