import { SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { PRIORITIES } from '../../../src/domain/service-clock.js';
import { api, ask, type Schemas } from '../api/client.js';
import { ifMatch } from '../api/if-match.js';
import { settingsQuery } from '../api/queries.js';
import { withRequestTexts } from '../i18n/request-texts.js';
import { NumberField } from '../ui/fields.js';
import { Form } from '../ui/form.js';
import { Loaded } from '../ui/query-states.js';
import { useAct } from '../ui/use-act.js';
import { useOpened } from '../ui/use-opened.js';

type Settings = Schemas['SettingsDto'];
type Target = Schemas['ServiceTargetDto'];

const TIERS = ['library', 'campus-it'] as const;
const TWO_WEEKS_MINUTES = 20_160;

/** How long the library and Campus IT may take, by priority. */
export const ServiceTargets = withRequestTexts(function ServiceTargets() {
  const t = useTranslations('serviceTargets');
  const query = useQuery(settingsQuery);
  return (
    <section aria-labelledby="service-targets">
      <Title order={2} size="h4" id="service-targets">
        {t('title')}
      </Title>
      <Text size="sm" c="dimmed" mb="xs">
        {t('hint')}
      </Text>
      <Loaded query={query}>{(settings) => <TargetsForm settings={settings} />}</Loaded>
    </section>
  );
});

const keyOf = (
  tier: Target['tier'],
  priority: Target['priority'],
  measure: 'response' | 'resolution',
): string => `${tier} ${measure} ${priority}`;

function fieldsOf({ serviceTargets }: Settings): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const { tier, priority, responseMinutes, resolutionMinutes } of serviceTargets) {
    fields[keyOf(tier, priority, 'response')] = String(responseMinutes ?? '');
    fields[keyOf(tier, priority, 'resolution')] = String(resolutionMinutes ?? '');
  }
  return fields;
}

function targetsOf(fields: Record<string, string>): Target[] {
  const minutes = (key: string): number | null => (fields[key] ? Number(fields[key]) : null);
  return TIERS.flatMap((tier) =>
    PRIORITIES.map((priority) => ({
      tier,
      priority,
      responseMinutes: minutes(keyOf(tier, priority, 'response')),
      resolutionMinutes: minutes(keyOf(tier, priority, 'resolution')),
    })),
  ).filter(
    ({ responseMinutes, resolutionMinutes }) => responseMinutes !== null || resolutionMinutes !== null,
  );
}

function TargetsForm(props: { settings: Settings }) {
  const t = useTranslations('serviceTargets');
  const request = useTranslations('request');
  const client = useQueryClient();
  const [edits, setEdits] = useState<Record<string, string>>({});
  const settings = useOpened(props.settings, () => Object.keys(edits).length === 0);
  const fields = { ...fieldsOf(settings), ...edits };
  const patch = ({ version }: Settings, serviceTargets: Target[]) =>
    ask(api.PATCH('/api/v1/settings', { params: { header: ifMatch(version) }, body: { serviceTargets } }));
  const save = useAct({
    run: () => patch(settings, targetsOf(fields)),
    said: () => t('saved'),
    undo: (saved) => patch(saved, settings.serviceTargets),
    inForm: true,
    done: (saved) => {
      client.setQueryData(settingsQuery.queryKey, saved);
      setEdits({});
    },
  });
  return (
    <Form act={save} submit={t('save')} className="card">
      {(
        [
          ['library', 'response'],
          ['library', 'resolution'],
          ['campus-it', 'resolution'],
        ] as const
      ).map(([tier, measure]) => (
        <Stack
          key={`${tier} ${measure}`}
          gap="sm"
          mt="xs"
          role="group"
          aria-labelledby={`${tier}-${measure}`}
        >
          <div>
            <Title order={3} size="h5" id={`${tier}-${measure}`}>
              {t(`measures.${tier}.${measure}` as 'measures.library.response')}
            </Title>
          </div>
          <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="sm">
            {PRIORITIES.map((priority) => {
              const key = keyOf(tier, priority, measure);
              return (
                <NumberField
                  key={key}
                  label={request(`priorities.${priority}`)}
                  required={false}
                  min={1}
                  max={TWO_WEEKS_MINUTES}
                  value={fields[key] ?? ''}
                  onChange={(value) => setEdits({ ...edits, [key]: value })}
                />
              );
            })}
          </SimpleGrid>
        </Stack>
      ))}
    </Form>
  );
}
