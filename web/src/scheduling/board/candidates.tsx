import { Button, Group, List, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, once, type Schemas } from '../../api/client.js';
import { reasonsInReadersWords } from '../../i18n/refusals.js';
import { hoursText } from '../../time/time-format.js';
import { Loaded } from '../../ui/query-states.js';
import { useAct } from '../../ui/use-act.js';
import type { Shift } from '../queries.js';

const SHOWN = 8;

/**
 * Operators to ask: first those who may work it, by wish and then by fewest hours that week; then the others,
 * with the reasons.
 */
export function Candidates({ shift }: { shift: Pick<Shift, 'id'> }) {
  const t = useTranslations('candidates');
  const [search, setSearch] = useState('');
  const query = useQuery({
    queryKey: ['shifts', 'candidates', shift.id],
    queryFn: async () => {
      const answer = await ask(
        api.GET('/api/v1/shifts/{id}/candidates', { params: { path: { id: shift.id } } }),
      );
      return { ...answer, items: await reasonsInReadersWords(answer.items) };
    },
  });
  return (
    <section aria-labelledby="candidates">
      <Title order={3} size="h5" id="candidates" mb={4}>
        {t('title')}
      </Title>
      <Loaded query={query} rows={3}>
        {({ items }) => {
          const found = items.filter(({ name }) => name.toLowerCase().includes(search.toLowerCase()));
          return (
            <Stack gap="xs">
              {items.length > SHOWN && (
                <TextInput
                  label={t('search')}
                  value={search}
                  onChange={({ currentTarget }) => setSearch(currentTarget.value)}
                />
              )}
              {items.length === 0 && <Text c="dimmed">{t('none')}</Text>}
              <ul className="plain-list">
                {found.slice(0, SHOWN).map((candidate) => (
                  <li key={candidate.operatorId} className="card">
                    <Candidate shift={shift} candidate={candidate} />
                  </li>
                ))}
              </ul>
              {found.length > SHOWN && (
                <Text size="sm" c="dimmed">
                  {t('more', { count: found.length - SHOWN })}
                </Text>
              )}
            </Stack>
          );
        }}
      </Loaded>
    </section>
  );
}

function Candidate({ shift, candidate }: { shift: Pick<Shift, 'id'>; candidate: Schemas['CandidateDto'] }) {
  const t = useTranslations('candidates');
  const { operatorId, name, eligible, violations, weekHours, wish } = candidate;
  const isOverridable = !eligible && violations.every(({ overridable }) => overridable === true);
  const [reason, setReason] = useState('');
  const assign = useAct({
    run: () =>
      ask(
        api.POST('/api/v1/shifts/{id}/claims', {
          ...once(),
          params: { path: { id: shift.id } },
          body: { operatorId, ...(isOverridable && { overrideReason: reason }) },
        }),
      ),
    said: () => t('assigned', { name }),
    undo: ({ id }) =>
      ask(
        api.POST('/api/v1/claims/{id}/cancel', {
          params: { path: { id } },
          body: { reason: t('undoReason') },
        }),
      ),
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        assign.mutate();
      }}
    >
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <div>
          <Text fw={600}>{name}</Text>
          <Text size="sm" c="dimmed">
            {t('hours', { hours: hoursText(weekHours) })}
            {wish && ` · ${t(`wish.${wish}`)}`}
          </Text>
          {violations.length > 0 && (
            <List size="sm">
              {violations.map(({ code, message }) => (
                <List.Item key={code}>{message}</List.Item>
              ))}
            </List>
          )}
          {isOverridable && (
            <TextInput
              size="sm"
              label={t('overrideReason')}
              required
              value={reason}
              onChange={({ currentTarget }) => setReason(currentTarget.value)}
            />
          )}
        </div>
        {(eligible || isOverridable) && (
          <Button
            type="submit"
            size="sm"
            variant={eligible ? 'filled' : 'default'}
            loading={assign.isPending}
          >
            {isOverridable ? t('assignAnyway') : t('assign')}
          </Button>
        )}
      </Group>
    </form>
  );
}
