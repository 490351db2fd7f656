import { SegmentedControl, Stack } from '@mantine/core';
import { useRef, useState, type KeyboardEvent } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, once, type Schemas } from '../api/client.js';
import { currentTime } from '../time/clock.js';
import { dateOf, inZone } from '../time/local-time.js';
import { weekdayName } from '../time/times.js';
import { useAct } from '../ui/use-act.js';

type Entry = Schemas['UnavailabilityDto'];
type Preference = Entry['preference'];
type Brush = Preference | 'free';

/** Two hours a cell: enough to say when one can work, and few enough to tap. */
const CELL_HOURS = 2;
const CELLS = Array.from({ length: 24 / CELL_HOURS }, (_, cell) => cell * CELL_HOURS);
const BRUSHES: readonly Brush[] = ['prefer', 'rather-not', 'cannot', 'free'];

const textOf = (hour: number): string => `${String(hour % 24).padStart(2, '0')}:00`;

const MINUTES_A_WEEK = 7 * 1440;
const minutesOf = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));

/** An entry's minutes of the week from its own begin on, and how many minutes of it lie before a cell. */
function extentOf(entry: Entry, weekday: number, hour: number): { length: number; before: number } {
  const [start, end] = [minutesOf(entry.startsAt), minutesOf(entry.endsAt)];
  const length = end > start ? end - start : end + 1440 - start;
  const from = (entry.weekday! - 1) * 1440 + start;
  const cell = (weekday - 1) * 1440 + hour * 60;
  return { length, before: (cell - from + MINUTES_A_WEEK) % MINUTES_A_WEEK };
}

/** Which wish holds in a cell of the week, by the entries that hold from today on. */
const entryIn = (entries: readonly Entry[], weekday: number, hour: number): Entry | undefined =>
  entries.find((entry) => {
    if (entry.kind !== 'weekly' || entry.weekday === null) return false;
    const { length, before } = extentOf(entry, weekday, hour);
    return before < length;
  });

/** What is left of an entry once a cell is taken out of it: what comes before, what comes after. */
function restOf(
  entry: Entry,
  weekday: number,
  hour: number,
): { weekday: number; startsAt: string; endsAt: string }[] {
  const { length, before } = extentOf(entry, weekday, hour);
  const from = (entry.weekday! - 1) * 1440 + minutesOf(entry.startsAt);
  const piece = (start: number, end: number) => ({
    weekday: (Math.floor(start / 1440) % 7) + 1,
    startsAt: clockOf(start),
    endsAt: clockOf(end),
  });
  const after = before + CELL_HOURS * 60;
  return [
    ...(before > 0 ? [piece(from, from + before)] : []),
    ...(after < length ? [piece(from + after, from + length)] : []),
  ];
}

const clockOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60) % 24).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

const STEPS: Partial<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};
const within = (index: number, count: number): number => Math.min(Math.max(index, 0), count - 1);

/**
 * The week to be painted: choose a wish, then the hours it holds for. Each tap is kept at once. By keyboard it is one stop,
 * within which the arrows move.
 */
export function WeekPaint({
  entries,
  operatorId,
  zone,
}: {
  entries: readonly Entry[];
  operatorId: string;
  zone: string;
}) {
  const t = useTranslations('availability');
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
  const current = entries.filter(({ effectiveTo }) => effectiveTo === null || effectiveTo >= today);
  const remove = (entryId: string) =>
    ask(
      api.DELETE('/api/v1/operators/{id}/unavailability/{entryId}', {
        params: { path: { id: operatorId, entryId } },
      }),
    );
  const add = (entry: { weekday: number; startsAt: string; endsAt: string }, preference: Preference) =>
    ask(
      api.POST('/api/v1/operators/{id}/unavailability', {
        ...once(),
        params: { path: { id: operatorId } },
        body: { kind: 'weekly', ...entry, effectiveFrom: today, preference },
      }),
    );
  const paint = useAct({
    run: async ({ weekday, hour }: { weekday: number; hour: number }) => {
      const before = entryIn(current, weekday, hour);
      if ((before?.preference ?? 'free') === brush) return;
      // What is new and what stays come first: should a later step fail, more is said than meant, never less.
      const cell = { weekday, startsAt: textOf(hour), endsAt: textOf(hour + CELL_HOURS) };
      if (brush !== 'free') await add(cell, brush);
      if (!before) return;
      for (const rest of restOf(before, weekday, hour)) await add(rest, before.preference);
      await remove(before.id);
    },
  });
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
                  const preference = entryIn(current, weekday, hour)?.preference ?? 'free';
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
                        onClick={() => paint.mutate({ weekday, hour })}
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
