import { Button, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask } from '../../api/client.js';
import { ifMatch } from '../../api/if-match.js';
import { useLocations } from '../../api/lookups.js';
import { useAct } from '../../ui/use-act.js';
import type { Source } from './queries.js';

/** What no rule matches, with a rule for each in two taps. */
export function MissingRules({ source }: { source: Source }) {
  const t = useTranslations('sources');
  if (source.unassigned === 0) return null;
  return (
    <Stack gap="xs" className="raised">
      <Text size="sm" fw={600}>
        {t('waiting', { count: source.unassigned })}
      </Text>
      {source.unmatched.map((unmatched) =>
        unmatched.place === null || !source.mayChange ? (
          <Text size="sm" key={unmatched.place}>
            {unmatched.place === null
              ? t('withoutPlace', { count: unmatched.count })
              : t('unmatched', { place: unmatched.place, count: unmatched.count })}
          </Text>
        ) : (
          <AddRule key={unmatched.place} source={source} place={unmatched.place} count={unmatched.count} />
        ),
      )}
    </Stack>
  );
}

function AddRule({ source, place, count }: { source: Source; place: string; count: number }) {
  const t = useTranslations('sources');
  const { locations, nameOf } = useLocations();
  const [locationId, setLocationId] = useState('');
  const { id, version, locationRules } = source;
  const change = (rules: Source['locationRules'], at: number) =>
    ask(
      api.PATCH('/api/v1/support-sources/{id}', {
        params: { path: { id }, header: ifMatch(at) },
        body: { locationRules: rules },
      }),
    );
  const add = useAct({
    run: () => change([...locationRules, { equals: place, locationId }], version),
    said: () => t('ruleAdded', { place, location: nameOf(locationId) }),
    undo: (changed) => change(locationRules, changed.version),
  });
  return (
    <Group gap="xs" align="flex-end">
      <NativeSelect
        label={t('unmatched', { place, count })}
        value={locationId}
        onChange={({ currentTarget }) => setLocationId(currentTarget.value)}
        data={[
          { value: '', label: t('chooseLocation') },
          ...locations.map((location) => ({ value: location.id, label: location.name })),
        ]}
      />
      <Button
        variant="default"
        disabled={locationId === ''}
        loading={add.isPending}
        onClick={() => add.mutate()}
        aria-label={t('addRuleFor', { place })}
      >
        {t('addRule')}
      </Button>
    </Group>
  );
}
