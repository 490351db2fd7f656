import { Button, Group, Stack, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Schemas } from '../../api/client.js';
import { positionsQuery } from '../../api/queries.js';
import { useMe } from '../../api/me.js';
import { demandQuery, exceptionOn, gapsQuery } from '../../coverage/queries.js';
import { maintenanceQuery } from '../../coverage/maintenance/queries.js';
import { addDays, dateOf, inZone } from '../../time/local-time.js';
import { useNow } from '../../time/now.js';
import { dayMonthOf, hoursText, percentText } from '../../time/time-format.js';
import { Page } from '../../ui/page.js';
import { Empty, Loaded, MissingParts } from '../../ui/query-states.js';
import { ZoneNote } from '../../ui/zone-note.js';
import { schedulesQuery, shiftsQuery } from '../queries.js';
import { withNeighbourDays, datesOfWeek, eveningOf } from '../../ui/week-dates.js';
import { useWeek, WeekChoice, type ChosenWeek } from '../../ui/week.js';
import { Evening, type Gap } from './evening.js';
import { pendingOf } from './filling.js';
import { GapFilling } from './gap-filling.js';
import { axisOf, cutByEvenings } from './layout.js';
import { PlanStatus } from './plan-status.js';
import { ShiftDetails } from './shift-details.js';
import { ShiftForm, type ShiftDraft } from './shift-form.js';

const NONE: never[] = [];

/** A location's week: who is on shift, what waits for approval, and what is missing. */
export function Board() {
  const t = useTranslations('board');
  const week = useWeek();
  return (
    <Page title={t('title')} wide actions={<WeekChoice week={week} />}>
      {week.location ? (
        <Week week={week} location={week.location} />
      ) : (
        <Empty
          title={t('noLocation')}
          action={
            <Button component={Link} {...{ to: '/welcome' }}>
              {t('setUp')}
            </Button>
          }
        >
          {t('noLocationHint')}
        </Empty>
      )}
    </Page>
  );
}

function Week({ week, location }: { week: ChosenWeek; location: Schemas['LocationDto'] }) {
  const t = useTranslations('board');
  const me = useMe();
  const now = useNow(60_000);
  const zone = location.timeZone;
  const canEdit = me.role !== 'campus_it';
  const { span } = week;
  const shifts = useQuery({
    ...shiftsQuery({ ...span, locationId: location.id }),
    placeholderData: keepPreviousData,
  });
  const gaps = useQuery({
    ...gapsQuery(location.id, withNeighbourDays(span, zone)),
    placeholderData: keepPreviousData,
  });
  const figures = useQuery({ ...gapsQuery(location.id, span), placeholderData: keepPreviousData });
  const named = useQuery(positionsQuery);
  const positions = named.data ?? NONE;
  const demand = useQuery({
    ...demandQuery(location.id, withNeighbourDays(span, zone)),
    placeholderData: keepPreviousData,
  });
  const maintenance = useQuery(maintenanceQuery(location.id, withNeighbourDays(span, zone)));
  const plans = useQuery({ ...schedulesQuery(location.id), enabled: canEdit });
  const evenings = useMemo(() => datesOfWeek(week.startsOn), [week.startsOn]);
  const outlines = useMemo(() => {
    const needed = (demand.data?.items ?? NONE).filter(({ required }) => required > 0);
    return cutByEvenings(needed, evenings, zone).filter((outline) => evenings.includes(eveningOf(outline)));
  }, [demand.data, evenings, zone]);
  const [openId, setOpenId] = useState<string | null>(null);
  const [draft, setDraft] = useState<ShiftDraft | null>(null);
  const [filled, setFilled] = useState<Gap | null>(null);
  const nameOf = (id: string): string => positions.find((position) => position.id === id)?.name ?? '';
  return (
    <Loaded query={shifts} rows={6}>
      {(all) => {
        const shown = all.filter(
          (shift) => shift.status !== 'cancelled' && evenings.includes(eveningOf(shift)),
        );
        const missing = cutByEvenings(gaps.data?.items ?? [], evenings, zone).filter((gap) =>
          evenings.includes(eveningOf(gap)),
        );
        const axis = axisOf([...shown, ...missing, ...outlines]);
        const today = dateOf(inZone(now, zone));
        const summary = figures.data?.summary;
        const whileClosedMinutes = figures.data?.staffedWhileClosed?.minutes ?? 0;
        return (
          <Stack gap="sm">
            <div className="print-only">
              <strong>{location.name}</strong>{' '}
              {t('printed', { from: dayMonthOf(week.startsOn), to: dayMonthOf(addDays(week.endsOn, -1)) })}
            </div>
            <Group justify="space-between" gap="sm" className="no-print">
              <div className="board-figures">
                <Text fw={600} data-testid="board-summary">
                  {summary === undefined
                    ? ' '
                    : summary.requiredMinutes === 0
                      ? t('noDemand')
                      : t('summary', {
                          rate: percentText(summary.coverageRate),
                          hours: hoursText(summary.missingMinutes / 60),
                        })}
                </Text>
                <Text size="sm" c="dimmed">
                  {whileClosedMinutes > 0 &&
                    `${t('closedStaffed', { hours: hoursText(whileClosedMinutes / 60) })} `}
                  {t('basis', { pending: shown.reduce((sum, shift) => sum + pendingOf(shift).length, 0) })}
                </Text>
              </div>
              <PlanStatus schedules={plans.data ?? NONE} week={week} zone={zone} />
              {canEdit && (
                <Button
                  onClick={() =>
                    setDraft({ date: today > week.startsOn && today < week.endsOn ? today : week.startsOn })
                  }
                >
                  {t('newShift')}
                </Button>
              )}
            </Group>
            <MissingParts
              parts={[
                { name: t('parts.demand'), query: demand },
                { name: t('parts.gaps'), query: gaps },
                { name: t('parts.figures'), query: figures },
                { name: t('parts.positions'), query: named },
                { name: t('parts.plans'), query: plans },
                { name: t('legend.maintenance'), query: maintenance },
              ]}
            />
            <ZoneNote zone={zone} />
            <div
              className="board scroll-x"
              role="region"
              aria-label={t('title')}
              tabIndex={0}
              ref={showToday}
            >
              <div className="board-grid">
                <Hours axis={axis} />
                {evenings.map((date) => (
                  <Evening
                    key={date}
                    date={date}
                    zone={zone}
                    today={today}
                    axis={axis}
                    shifts={shown.filter((shift) => eveningOf(shift) === date)}
                    gaps={missing.filter((gap) => eveningOf(gap) === date)}
                    exception={demand.data ? exceptionOn(demand.data, date) : null}
                    outlines={outlines.filter((outline) => eveningOf(outline) === date)}
                    whileClosed={gaps.data?.staffedWhileClosed?.items ?? NONE}
                    maintenance={maintenance.data ?? NONE}
                    nameOf={positions.length > 1 ? nameOf : undefined}
                    onShift={setOpenId}
                    onGap={canEdit ? setFilled : undefined}
                  />
                ))}
              </div>
            </div>
            <Legend />
            {openId !== null && (
              <ShiftDetails id={openId} zone={zone} canEdit={canEdit} onClose={() => setOpenId(null)} />
            )}
            {filled && <GapFilling gap={filled} location={location} onClose={() => setFilled(null)} />}
            {draft && <ShiftForm draft={draft} location={location} onClose={() => setDraft(null)} />}
          </Stack>
        );
      }}
    </Loaded>
  );
}

/** On a phone, where the week is wider than the screen, scrolls to today. */
const showToday = (board: HTMLElement | null): void => {
  setTimeout(() => {
    const today = board?.querySelector<HTMLElement>('[data-today]');
    const hours = board?.querySelector<HTMLElement>('.board-hours');
    if (!board || !today || !hours) return;
    const left = today.offsetLeft - board.offsetLeft;
    if (left + today.offsetWidth > board.clientWidth) board.scrollLeft = left - hours.offsetWidth;
  });
};

function Hours({ axis }: { axis: { from: number; to: number } }) {
  const hours = [];
  for (let minutes = axis.from; minutes < axis.to; minutes += 60) hours.push(minutes);
  return (
    <div className="board-hours" aria-hidden="true">
      <div className="board-head" />
      <div className="board-lane" style={{ height: `${hours.length * 44}px` }}>
        {hours.map((minutes) => (
          <span key={minutes} style={{ top: `${((minutes - axis.from) / (axis.to - axis.from)) * 100}%` }}>
            {String(Math.floor(minutes / 60) % 24).padStart(2, '0')}
          </span>
        ))}
      </div>
    </div>
  );
}

function Legend() {
  const t = useTranslations('board');
  return (
    <Group gap="md" className="legend">
      {(['needed', 'staffed', 'pending', 'free', 'draft', 'gap', 'whileClosed', 'maintenance'] as const).map(
        (kind) => (
          <Group key={kind} gap={6} wrap="nowrap">
            <span
              className={`swatch ${kind === 'gap' ? 'hatched' : ''}`}
              data-kind={kind}
              aria-hidden="true"
            />
            <Text size="sm" c="dimmed">
              {t(`legend.${kind}`)}
            </Text>
          </Group>
        ),
      )}
    </Group>
  );
}
