import { Group, NativeSelect, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { timeOf, type Instant } from '../../time/local-time.js';
import { useTimes } from '../../time/time-format.js';
import { TimeField } from '../../ui/fields.js';
import { momentsAfter, momentsNear } from './worked-times.js';

interface Shift {
  startsAt: Instant;
  endsAt: Instant;
}

export interface WorkedTimes {
  came: string;
  left: string;
  /** Which instant is meant when the clock shows a time twice. */
  isCameSecond: boolean;
  isLeftSecond: boolean;
}

/**
 * When somebody came and left, as times of day around their shift. Recorded times keep their seconds until
 * they are changed.
 */
export function useWorkedTimes(
  shift: Shift,
  recorded: { checkedInAt: Instant | null; checkedOutAt: Instant | null },
  zone: string,
) {
  const first = {
    checkedInAt: recorded.checkedInAt ?? shift.startsAt,
    checkedOutAt: recorded.checkedOutAt ?? shift.endsAt,
  };
  const [times, setTimes] = useState<WorkedTimes | null>(null);
  const typed = times ?? {
    came: timeOf(first.checkedInAt),
    left: timeOf(first.checkedOutAt),
    isCameSecond: false,
    isLeftSecond: false,
  };
  const cameOptions = typed.came === '' ? [] : momentsNear(typed.came, shift.startsAt, zone);
  const came = cameOptions[typed.isCameSecond ? cameOptions.length - 1 : 0];
  const leftOptions = came && typed.left !== '' ? momentsAfter(typed.left, came, zone) : [];
  const left = leftOptions[typed.isLeftSecond ? leftOptions.length - 1 : 0];
  const isUnchanged = (is: boolean, now: string, before: Instant): boolean => !is && now === timeOf(before);
  return {
    typed,
    setTyped: setTimes,
    cameOptions,
    leftOptions,
    checkedInAt: isUnchanged(typed.isCameSecond, typed.came, first.checkedInAt)
      ? first.checkedInAt
      : (came ?? first.checkedInAt),
    checkedOutAt: isUnchanged(typed.isLeftSecond, typed.left, first.checkedOutAt)
      ? first.checkedOutAt
      : (left ?? first.checkedOutAt),
  };
}

/** The fields for when somebody came and left, and the resulting hours. */
export function TimesFields({ times, zone }: { times: ReturnType<typeof useWorkedTimes>; zone: string }) {
  const t = useTranslations('corrections');
  const { time, span } = useTimes();
  const { typed, setTyped } = times;
  const which = (
    options: readonly Instant[],
    label: string,
    isSecond: boolean,
    onChange: (isSecond: boolean) => void,
  ) =>
    options.length > 1 && (
      <NativeSelect
        label={label}
        value={isSecond ? '1' : '0'}
        onChange={({ currentTarget }) => onChange(currentTarget.value === '1')}
        data={options.map((option, index) => ({ value: String(index), label: time(option, zone) }))}
      />
    );
  return (
    <Stack gap={4}>
      <Group grow align="flex-start">
        <TimeField
          label={t('came')}
          value={typed.came}
          onChange={(came) => setTyped({ ...typed, came, isCameSecond: false })}
        />
        <TimeField
          label={t('left')}
          value={typed.left}
          onChange={(left) => setTyped({ ...typed, left, isLeftSecond: false })}
        />
      </Group>
      {which(times.cameOptions, t('whichCame'), typed.isCameSecond, (isCameSecond) =>
        setTyped({ ...typed, isCameSecond }),
      )}
      {which(times.leftOptions, t('whichLeft'), typed.isLeftSecond, (isLeftSecond) =>
        setTyped({ ...typed, isLeftSecond }),
      )}
      <Text size="sm" c="dimmed" aria-live="polite">
        {span(times.checkedInAt, times.checkedOutAt, zone)}
      </Text>
    </Stack>
  );
}
