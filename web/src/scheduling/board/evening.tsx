import { memo } from 'react';
import { useTranslations } from 'use-intl';
import type { Schemas } from '../../api/client.js';
import type { LocalDate } from '../../time/local-time.js';
import type { Maintenance } from '../../coverage/maintenance/queries.js';
import { dayOf, useTimes } from '../../time/time-format.js';
import { isActive, type Shift } from '../queries.js';
import { isStaffed, liesIn, pendingOf, waitingIn, type Missing } from './filling.js';
import { bandsOf, clockChangeOf, placeItems, touching, type Axis, type Outline } from './layout.js';

export type Gap = Schemas['GapDto'];

interface EveningProps {
  date: LocalDate;
  zone: string;
  today: LocalDate;
  axis: Axis;
  shifts: readonly Shift[];
  gaps: readonly Gap[];
  outlines: readonly Outline[];
  /** People on shift while an exception closes the location. */
  whileClosed: readonly Omit<Missing, 'missing'>[];
  /** Maintenance of the week and the days beside it. */
  maintenance: readonly Maintenance[];
  /** The exception of the date, if any. */
  exception: Schemas['DemandExceptionDto'] | null;
  /** The name of a position, when there is more than one. */
  nameOf: ((positionId: string) => string) | undefined;
  onShift: (shiftId: string) => void;
  onGap: ((gap: Gap) => void) | undefined;
}

const HOUR_PIXELS = 44;
/** From this height on, a block has space for two lines. */
const LOW_PIXELS = 58;

type Drawn = ({ kind: 'shift'; shift: Shift } | { kind: 'gap'; gap: Gap }) & {
  startsAt: string;
  endsAt: string;
};

/**
 * One evening with its night as a column: outlines for the demand, shifts inside them, and gaps between the
 * shifts.
 */
export function Evening({
  date,
  zone,
  today,
  axis,
  shifts,
  gaps,
  outlines,
  whileClosed,
  maintenance,
  exception,
  nameOf,
  onShift,
  onGap,
}: EveningProps) {
  const t = useTranslations('board');
  const drawn: Drawn[] = [
    ...shifts.map((shift): Drawn => ({
      kind: 'shift',
      shift,
      startsAt: shift.startsAt,
      endsAt: shift.endsAt,
    })),
    ...gaps.map((gap): Drawn => ({ kind: 'gap', gap, startsAt: gap.startsAt, endsAt: gap.endsAt })),
  ];
  const needed = placeItems(date, outlines, axis);
  const change = clockChangeOf(date, zone);
  const hours = (axis.to - axis.from) / 60;
  const bands = bandsOf(date, maintenance, axis, zone);
  const { hours: hoursOf } = useTimes();
  const said = ({ startsAt, endsAt, reason, closesCoverage }: Maintenance): string =>
    t(closesCoverage ? 'maintenanceClosed' : 'maintenance', {
      hours: hoursOf(startsAt, endsAt, zone),
      reason,
    });
  return (
    <section
      className="board-day"
      aria-label={dayOf(date)}
      data-today={date === today || undefined}
      data-past={date < today || undefined}
    >
      <div className="board-head">
        <strong>{dayOf(date)}</strong>
        {exception && (
          <small className="board-exception">
            {exception.reason || t(exception.kind === 'closed' ? 'closed' : 'otherHours')}
          </small>
        )}
        {touching(date, maintenance, zone).map((item) => (
          <small key={item.id} className="board-exception">
            {said(item)}
          </small>
        ))}
        {change !== 0 && (
          <small>{t(change > 0 ? 'longNight' : 'shortNight', { hours: Math.abs(change) })}</small>
        )}
      </div>
      <ul
        className="board-lane"
        style={{
          height: `${hours * HOUR_PIXELS}px`,
          ['--edges' as string]: Math.max(0, ...needed.map(({ lanes }) => lanes)),
        }}
      >
        {bands.map(({ item, top, height }) => (
          <li
            key={item.id}
            className="board-band"
            aria-hidden="true"
            title={said(item)}
            style={{ top: `${top * 100}%`, height: `${height * 100}%` }}
          />
        ))}
        {needed.map(({ item, top, height, lane }) => (
          <li
            key={`${item.positionId} ${item.startsAt}`}
            className="outline"
            style={{ top: `${top * 100}%`, height: `${height * 100}%`, ['--edge' as string]: lane }}
          >
            <NeededEdge outline={item} zone={zone} nameOf={nameOf} />
          </li>
        ))}
        {placeItems(date, drawn, axis).map(({ item, top, height, lane, lanes }) => (
          <li
            key={item.kind === 'shift' ? item.shift.id : `${item.gap.positionId} ${item.gap.startsAt}`}
            data-beside={lanes > 1 || undefined}
            data-low={height * hours * HOUR_PIXELS < LOW_PIXELS || undefined}
            style={{
              top: `${top * 100}%`,
              height: `${height * 100}%`,
              ['--lane' as string]: lane,
              ['--lanes' as string]: lanes,
            }}
          >
            {item.kind === 'shift' ? (
              <ShiftBlock
                shift={item.shift}
                zone={zone}
                position={nameOf?.(item.shift.positionId)}
                isWhileClosed={
                  isStaffed(item.shift) && whileClosed.some((stretch) => liesIn(item.shift, stretch))
                }
                onShift={onShift}
              />
            ) : (
              <GapBlock
                gap={item.gap}
                waiting={waitingIn(item.gap, shifts)}
                zone={zone}
                nameOf={nameOf}
                onGap={onGap}
              />
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The number of people needed, at the edge of the outline where no block covers it. */
function NeededEdge({
  outline: { startsAt, endsAt, required, positionId },
  zone,
  nameOf,
}: Pick<EveningProps, 'zone' | 'nameOf'> & { outline: Outline }) {
  const t = useTranslations('board');
  const { hours } = useTimes();
  return (
    <span className="outline-edge">
      {t('needed', { count: required })}
      {nameOf && ` ${nameOf(positionId)}`}
      <span className="visually-hidden"> {hours(startsAt, endsAt, zone)}</span>
    </span>
  );
}

/** Renders only when it changes: a full week has hundreds. */
const ShiftBlock = memo(function ShiftBlock({
  shift,
  zone,
  position,
  isWhileClosed,
  onShift,
}: Pick<EveningProps, 'zone' | 'onShift'> & {
  shift: Shift;
  position: string | undefined;
  isWhileClosed: boolean;
}) {
  const t = useTranslations('board');
  const { hours } = useTimes();
  const held = shift.claims.filter(isActive);
  const kind =
    shift.status === 'draft'
      ? 'draft'
      : isStaffed(shift)
        ? 'staffed'
        : pendingOf(shift).length > 0
          ? 'pending'
          : 'free';
  return (
    <button
      type="button"
      className="block"
      data-kind={kind}
      data-closed={isWhileClosed || undefined}
      onClick={() => onShift(shift.id)}
    >
      <span className="block-time">{hours(shift.startsAt, shift.endsAt, zone)}</span>
      {position !== undefined && <span className="block-position">{position}</span>}
      {shift.status === 'draft' && <span>{t('draft')}</span>}
      {isWhileClosed && <span className="block-word">{t('whileClosed')}</span>}
      {held.map((claim) => (
        <span key={claim.id} className="block-name" data-status={claim.status}>
          {claim.operatorName}
          {claim.status === 'pending' && <span className="block-word"> {t('pendingWord')}</span>}
          {claim.isShadow && ` ${t('trainee')}`}
        </span>
      ))}
      {shift.seatsTaken < shift.seats && (
        <span className="block-free">{t('free', { count: shift.seats - shift.seatsTaken })}</span>
      )}
    </button>
  );
});

function GapBlock({
  gap,
  waiting,
  zone,
  nameOf,
  onGap,
}: Pick<EveningProps, 'zone' | 'nameOf' | 'onGap'> & { gap: Gap; waiting: number }) {
  const t = useTranslations('board');
  const { hours } = useTimes();
  const words = (
    <>
      <strong>
        {gap.assigned === 0 ? t('empty', { count: gap.missing }) : t('short', { count: gap.missing })}
      </strong>
      <span className="block-time">{hours(gap.startsAt, gap.endsAt, zone)}</span>
      {nameOf && <span className="block-position">{nameOf(gap.positionId)}</span>}
      {waiting > 0 && <span>{t('waiting', { count: waiting })}</span>}
    </>
  );
  return onGap ? (
    <button type="button" className="block hatched" data-kind="gap" onClick={() => onGap(gap)}>
      {words}
    </button>
  ) : (
    <div className="block hatched" data-kind="gap">
      {words}
    </div>
  );
}
