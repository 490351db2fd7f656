import { Checkbox, List, Stack, Text } from '@mantine/core';
import { useId } from 'react';
import { useTranslations } from 'use-intl';
import type { Schemas } from '../api/client.js';
import { useSettings } from '../api/lookups.js';
import { weekdaysText } from '../time/weekdays.js';
import { dateWithYearOf, dayMonthOf, dayOf, useTimes, weekdayName } from '../time/time-format.js';

export type TimetableLine = Schemas['UnderstoodEventDto'];
type ClassTimes = Schemas['ClassTimesDto'];

/** One line of a timetable in words. With `onToggle` it has a checkbox. */
export function ClassLine({
  line,
  zone,
  isTicked,
  onToggle,
}: {
  line: TimetableLine;
  zone: string;
  isTicked?: boolean;
  onToggle?: (isTicked: boolean) => void;
}) {
  const t = useTranslations('availability');
  const remarks = useId();
  const words = (
    <>
      <Text span fw={600} className="breaking">
        {line.title ?? t('untitled')}
      </Text>
      <br />
      <Hours line={line} zone={zone} />
    </>
  );
  const hasRemarks = line.notes.length + line.warnings.length > 0;
  return (
    <Stack gap={4}>
      {onToggle ? (
        <Checkbox
          size="md"
          checked={isTicked ?? false}
          onChange={({ currentTarget }) => onToggle(currentTarget.checked)}
          aria-describedby={hasRemarks ? remarks : undefined}
          label={words}
        />
      ) : (
        <Text component="div" size="md">
          {words}
        </Text>
      )}
      {hasRemarks && (
        <List size="sm" id={remarks} pl={onToggle ? 36 : 16}>
          {line.notes.map((note) => (
            <List.Item key={note}>{t(`notes.${note}`)}</List.Item>
          ))}
          {line.warnings.map((warning) => (
            <List.Item key={`${warning.line} ${warning.message}`} className="breaking warned">
              {t('line', warning)}
            </List.Item>
          ))}
        </List>
      )}
    </Stack>
  );
}

function Hours({ line, zone }: { line: TimetableLine; zone: string }) {
  const t = useTranslations('availability');
  const { span } = useTimes();
  const wordsOf = useClassTimes();
  // A timetable stored by an older version has no hours, only its first occurrence.
  if (line.times.length === 0)
    return (
      <>
        {span(line.startsAt, line.endsAt, zone)}
        {line.isRecurring &&
          ` · ${t('times', { count: line.occurrences, until: dateWithYearOf(line.lastEndsAt) })}`}
      </>
    );
  return (
    <>
      {line.times.map((times) => (
        <Text span size="sm" display="block" key={`${times.startsAt} ${times.endsAt} ${times.endsDaysLater}`}>
          {wordsOf(times)}
        </Text>
      ))}
      {line.atOtherTimes > 0 && (
        <Text span size="sm" display="block">
          {t('otherTimes', { count: line.atOtherTimes })}
        </Text>
      )}
    </>
  );
}

/**
 * `Mon Wed Fri 12:30–13:20, 11 Jan to 30 Apr, 44 times`, or `Fri 30 Oct, 18:00–19:15` for a class with one
 * occurrence.
 */
function useClassTimes(): (times: ClassTimes) => string {
  const t = useTranslations('availability');
  const inWords = useTranslations('time');
  const { weekStartsOn } = useSettings();
  const hoursOf = ({ startsAt, endsAt, endsDaysLater }: ClassTimes): string => {
    const isAllDay = startsAt === '00:00' && endsAt === '00:00' && endsDaysLater > 0;
    if (isAllDay) return t('allDay', { count: endsDaysLater });
    const span = { from: startsAt, to: endsAt };
    if (endsDaysLater > 1) return t('spanOfDays', { ...span, count: endsDaysLater });
    return inWords(endsDaysLater === 1 ? 'spanNextDay' : 'span', span);
  };
  return (times) => {
    const { firstDate, lastDate, occurrences: count } = times;
    const hours = hoursOf(times);
    if (count === 1) return t('once', { day: dayOf(firstDate), hours });
    const dateOf = firstDate.slice(0, 4) === lastDate.slice(0, 4) ? dayMonthOf : dateWithYearOf;
    const days = weekdaysText(times.weekdays, weekStartsOn, (weekday) => weekdayName(weekday));
    return t('weekly', {
      days: days.replaceAll(',', ''),
      hours,
      first: dateOf(firstDate),
      last: dateOf(lastDate),
      count,
    });
  };
}
