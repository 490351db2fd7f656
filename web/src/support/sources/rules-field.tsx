import { Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useTranslations } from 'use-intl';
import { useLocations } from '../../api/lookups.js';
import type { Source } from './queries.js';

type Rules = Source['locationRules'];

/** Which text leads to which location. */
export function RulesField({ rules, onChange }: { rules: Rules; onChange: (rules: Rules) => void }) {
  const t = useTranslations('sources');
  const { locations } = useLocations();
  const replace = (at: number, change: Partial<Rules[number]>): void =>
    onChange(rules.map((rule, index) => (index === at ? { ...rule, ...change } : rule)));
  return (
    <fieldset className="plain-fieldset">
      <legend>{t('rules')}</legend>
      <Text size="sm" c="dimmed" mb="xs">
        {t('rulesHint')}
      </Text>
      <Stack gap="xs">
        {rules.map((rule, at) => (
          <Group key={at} gap="xs" align="flex-end">
            <TextInput
              label={t('ruleText')}
              value={rule.equals}
              onChange={({ currentTarget }) => replace(at, { equals: currentTarget.value })}
            />
            <NativeSelect
              label={t('ruleLocation')}
              value={rule.locationId}
              onChange={({ currentTarget }) => replace(at, { locationId: currentTarget.value })}
              data={[
                { value: '', label: t('chooseLocation') },
                ...locations.map(({ id, name }) => ({ value: id, label: name })),
              ]}
            />
            <Button
              variant="default"
              aria-label={t('removeRuleFor', { place: rule.equals })}
              onClick={() => onChange(rules.filter((_rule, index) => index !== at))}
            >
              {t('removeRule')}
            </Button>
          </Group>
        ))}
        <Group>
          <Button
            size="sm"
            variant="default"
            onClick={() => onChange([...rules, { equals: '', locationId: '' }])}
          >
            {t('anotherRule')}
          </Button>
        </Group>
      </Stack>
    </fieldset>
  );
}
