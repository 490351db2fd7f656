import { SegmentedControl, Stack } from '@mantine/core';
import { useRef, useState, type KeyboardEvent } from 'react';
import { useTranslations } from 'use-intl';
import { useQueryClient } from '@tanstack/react-query';
import { api, ask, type Schemas } from '../api/client.js';
import { currentTime } from '../time/clock.js';
import { dateOf, inZone } from '../time/local-time.js';
import { weekdayName } from '../time/time-format.js';
import { useNotices } from '../ui/notices.js';
import { useAct } from '../ui/use-act.js';
import {
  CELL_HOURS,
  painted,
  textOf,
  wishesOf,
  wishIn,
  type Brush,
  type Cell,
  type Wish,
} from './painting.js';
import { unavailabilityOf } from './queries.js';

const CELLS = Array.from({ length: 24 / CELL_HOURS }, (_, cell) => cell * CELL_HOURS);
const BRUSHES: readonly Brush[] = ['prefer', 'rather-not', 'cannot', 'free'];

const STEPS: Partial<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};
const within = (index: number, count: number): number => Math.min(Math.max(index, 0), count - 1);

/**
 * A week of cells to paint: choose a wish, then the hours. Each tap stores the whole week, one request after
 * another. When a week could not be stored, the earlier one is shown again. For the keyboard it is one tab
 * stop; arrow keys move inside.
 */
export function WeekPaint({
  entries,
  operatorId,
  zone,
}: {
  entries: readonly Schemas['UnavailabilityDto'][];
  operatorId: string;
  zone: string;
}) {
  const t = useTranslations('availability');
  const notices = useNotices();
  const [brush, setBrush] = useState<Brush>('prefer');
  const [at, setAt] = useState({ row: 0, column: 0 });
  const table = useRef<HTMLTableElement>(null);
  const move = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const next = { row: within(at.row + step[0], CELLS.length), column: within(at.column + step[1], 7) };
    setAt(next);
    table.current?.tBodies[0]?.rows[next.row]?.querySelectorAll('button')[next.column]?.focus();
  };
  const today = dateOf(inZone(currentTime(), zone));
  const client = useQueryClient();
  const { queryKey } = unavailabilityOf(operatorId);
  // Painted but not stored yet; the next tap builds on it.
  const [ahead, setAhead] = useState<readonly Wish[] | null>(null);
  const latest = useRef<readonly Wish[] | null>(null);
  const show = (week: readonly Wish[] | null): void => {
    latest.current = week;
    setAhead(week);
  };
  const week = ahead ?? wishesOf(entries, today);
  const store = useAct({
    scope: 'weekly-wishes',
    run: (wishes: readonly Wish[]) =>
      ask(
        api.PUT('/api/v1/operators/{id}/weekly-wishes', {
          params: { path: { id: operatorId } },
          body: { wishes: [...wishes] },
        }),
      ),
    done: ({ items }, wishes) => {
      client.setQueryData(queryKey, (all = []) => [
        ...all.filter((one) => wishesOf([one], today).length === 0),
        ...items,
      ]);
      if (latest.current === wishes) show(null);
    },
    failed: (error, wishes) => {
      if (latest.current === wishes) show(null);
      notices.fail(error);
    },
  });
  const paint = (cell: Cell): void => {
    const before = latest.current ?? week;
    const after = painted(before, cell, brush, today);
    if (after === before) return;
    show(after);
    store.mutate(after);
  };
  return (
    <Stack gap="sm">
      <SegmentedControl
        aria-label={t('brush')}
        value={brush}
        onChange={(value) => setBrush(value)}
        fullWidth
        data={BRUSHES.map((value) => ({ value, label: t(`brushes.${value}`) }))}
      />
      <div className="scroll-x">
        <table ref={table} role="grid" className="paint" aria-label={t('week')} onKeyDown={move}>
          <thead>
            <tr>
              <td />
              {[1, 2, 3, 4, 5, 6, 7].map((weekday) => (
                <th key={weekday} scope="col">
                  {weekdayName(weekday)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {CELLS.map((hour, row) => (
              <tr key={hour}>
                <th scope="row">{textOf(hour)}</th>
                {[1, 2, 3, 4, 5, 6, 7].map((weekday, column) => {
                  const preference = wishIn(week, { weekday, hour })?.preference ?? 'free';
                  const when = `${weekdayName(weekday, 'long')} ${textOf(hour)}–${textOf(hour + CELL_HOURS)}`;
                  return (
                    <td key={weekday}>
                      <button
                        type="button"
                        className="paint-cell"
                        data-preference={preference}
                        tabIndex={row === at.row && column === at.column ? 0 : -1}
                        onFocus={() => setAt({ row, column })}
                        aria-label={t('cell', { when, wish: t(`brushes.${preference}`) })}
                        onClick={() => paint({ weekday, hour })}
                      >
                        <span aria-hidden="true">{t(`marks.${preference}`)}</span>
                      </button>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Stack>
  );
}
