import { List, Radio, Stack, Text } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import type { Schemas } from '../api/client.js';
import { useLocations, useSettings } from '../api/lookups.js';
import { useTimes } from '../time/time-format.js';
import { Loaded } from '../ui/query-states.js';

export type Fate = 'cancel' | 'keep';

const SHOWN = 8;

/** The shifts in the time that would be closed, with their operators, and a choice of which to cancel. */
export function AffectedShifts({
  query,
  fate,
  onFate,
}: {
  query: UseQueryResult<Schemas['ClosingPreviewDto']>;
  fate: Fate | null;
  onFate: (fate: Fate) => void;
}) {
  const t = useTranslations('affected');
  const { span } = useTimes();
  const { zoneOf } = useLocations();
  const { sendsMail } = useSettings();
  return (
    <section aria-live="polite" aria-label={t('title')}>
      <Loaded query={query} rows={2}>
        {({ shifts, affected }) => {
          if (shifts.length === 0)
            return (
              <Text size="sm" c="dimmed">
                {t('none')}
              </Text>
            );
          const mayGo = shifts.length - affected.worked.length;
          return (
            <Stack gap="xs">
              <Text fw={600}>{t('stand', { count: shifts.length, claims: affected.claims.length })}</Text>
              <List size="sm">
                {shifts.slice(0, SHOWN).map((shift) => (
                  <List.Item key={shift.id}>
                    {span(shift.startsAt, shift.endsAt, zoneOf(shift.locationId))}
                    {': '}
                    {shift.claims.length === 0
                      ? t('nobody')
                      : shift.claims
                          .map(({ operatorName, status }) =>
                            status === 'pending' ? t('pending', { name: operatorName }) : operatorName,
                          )
                          .join(', ')}
                    {affected.worked.includes(shift.id) && ` · ${t('worked')}`}
                  </List.Item>
                ))}
              </List>
              {shifts.length > SHOWN && (
                <Text size="sm" c="dimmed">
                  {t('more', { count: shifts.length - SHOWN })}
                </Text>
              )}
              {mayGo > 0 && (
                <Radio.Group
                  label={t('question')}
                  required
                  value={fate ?? ''}
                  onChange={(value) => onFate(value as Fate)}
                >
                  <Stack gap="xs" mt={4}>
                    <Radio
                      name="fate"
                      value="cancel"
                      required
                      label={t('cancel', { count: mayGo })}
                      description={t('cancelHint', {
                        claims: affected.claims.length,
                        mail: String(sendsMail),
                      })}
                    />
                    <Radio
                      name="fate"
                      value="keep"
                      required
                      label={t('keep', { count: shifts.length })}
                      description={t('keepHint')}
                    />
                  </Stack>
                </Radio.Group>
              )}
            </Stack>
          );
        }}
      </Loaded>
    </section>
  );
}
