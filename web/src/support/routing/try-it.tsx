import { Group, NativeSelect, SimpleGrid, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { PRIORITIES } from '../../../../src/domain/service-clock.js';
import type { Schemas } from '../../api/client.js';
import { useLocations } from '../../api/lookups.js';
import { currentSecond } from '../../time/clock.js';
import { dateOf, instantOf, inZone, timeOf } from '../../time/local-time.js';
import { DateField, LocationField, TimeField } from '../../ui/fields.js';
import { Form } from '../../ui/form.js';
import { offeredAt, useCategories } from '../categories/use-categories.js';
import { tryRouting, type Rule } from './queries.js';
import { useConditionsText } from './rule-text.js';

/** Asks who would get a request first, and by which rule. */
export function TryIt({ rules }: { rules: readonly Rule[] }) {
  const t = useTranslations('routing.try');
  const priorities = useTranslations('request.priorities');
  const { locations, zoneOf } = useLocations();
  const { categories } = useCategories();
  const [now] = useState(currentSecond);
  const [asked, setAsked] = useState(() => {
    const at = inZone(now, zoneOf(locations[0]?.id));
    return {
      locationId: locations[0]!.id,
      date: dateOf(at),
      time: timeOf(at),
      category: '',
      priority: 'normal',
    };
  });
  const { locationId, date, time, priority } = asked;
  const offered = offeredAt(categories, locationId);
  // Another location may not have what was chosen before.
  const category = offered.some(({ name }) => name === asked.category) ? asked.category : '';
  const attempt = useMutation({
    mutationFn: () =>
      tryRouting({
        locationId,
        at: instantOf(date, time, zoneOf(locationId)),
        category: category || null,
        priority: PRIORITIES.find((one) => one === priority) ?? 'normal',
      }),
  });
  const set = (field: keyof typeof asked) => (value: string) => {
    setAsked((before) => ({ ...before, [field]: value }));
    // The answer was to another question.
    attempt.reset();
  };
  return (
    <section aria-labelledby="try">
      <Group gap="xs" align="baseline" mb="xs">
        <Title order={2} size="h4" id="try">
          {t('title')}
        </Title>
        <Text size="sm" c="dimmed">
          {t('hint')}
        </Text>
      </Group>
      <Form
        act={attempt}
        submit={t('submit')}
        isMain={false}
        className="card"
        also={
          <div aria-live="polite" className="wrapping">
            {attempt.data && <Answer answer={attempt.data} rules={rules} />}
          </div>
        }
      >
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <LocationField value={locationId} onChange={set('locationId')} />
          <Group grow align="flex-start">
            <DateField label={t('date')} value={date} onChange={set('date')} />
            <TimeField label={t('time')} value={time} onChange={set('time')} />
          </Group>
          <NativeSelect
            label={t('about')}
            value={category}
            onChange={({ currentTarget }) => set('category')(currentTarget.value)}
            data={[
              { value: '', label: t('notSaid') },
              ...offered.map(({ name, label }) => ({ value: name, label })),
            ]}
          />
          <NativeSelect
            label={t('urgency')}
            value={priority}
            onChange={({ currentTarget }) => set('priority')(currentTarget.value)}
            data={PRIORITIES.map((value) => ({ value, label: priorities(value) }))}
          />
        </SimpleGrid>
      </Form>
    </section>
  );
}

function Answer({ answer, rules }: { answer: Schemas['TriedRoutingDto']; rules: readonly Rule[] }) {
  const t = useTranslations('routing');
  const { nameOf } = useLocations();
  const conditionsOf = useConditionsText();
  const rule = rules.find(({ id }) => id === answer.ruleId);
  const place = rule && (rule.locationId === null ? t('everywhere') : nameOf(rule.locationId));
  const { tier } = answer;
  return (
    <>
      <Text fw={600}>{rule ? t('try.byRule', { tier, words: rule.words }) : t('try.byNone')}</Text>
      {rule && <Text size="sm">{t('try.rule', { place: place!, conditions: conditionsOf(rule) })}</Text>}
      <Text size="sm" c="dimmed">
        {t('try.onShift', { count: answer.onShift })}
      </Text>
    </>
  );
}
