import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useLocations } from '../../api/lookups.js';
import { useMe } from '../../api/me.js';
import { withRoutingTexts } from '../../i18n/routing-texts.js';
import { MoveButtons } from '../../ui/move-buttons.js';
import { Page } from '../../ui/page.js';
import { Empty, Loaded } from '../../ui/query-states.js';
import { useAct } from '../../ui/use-act.js';
import { addRule, fieldsOf, orderRules, removeRule, rulesQuery, type Rule } from './queries.js';
import { RuleForm } from './rule-form.js';
import { useConditionsText } from './rule-text.js';
import { TryIt } from './try-it.js';

/** Which requests go straight to Campus IT: the rules in the order in which they are asked, and what they would say. */
export const Routing = withRoutingTexts(function Routing() {
  const t = useTranslations('routing');
  const isReader = useMe().role === 'campus_it';
  const { locations } = useLocations();
  const [isAdding, setAdding] = useState(false);
  const query = useQuery(rulesQuery);
  const add = <Button onClick={() => setAdding(true)}>{t('add')}</Button>;
  return (
    <Page title={t('title')} note={t('hint')} actions={!isReader && query.data?.length !== 0 && add}>
      <Loaded query={query}>
        {(rules) => (
          <Stack gap="xl">
            {rules.length === 0 ? (
              <Empty title={t('none')} action={!isReader && add}>
                {t(isReader ? 'noneHintReader' : 'noneHint')}
              </Empty>
            ) : (
              <Stack gap="lg">
                {[...locations.map(({ id }) => id), null].map((locationId) => (
                  <Rules
                    key={locationId}
                    locationId={locationId}
                    rules={rules.filter((rule) => rule.locationId === locationId)}
                  />
                ))}
                <Text size="sm" c="dimmed">
                  {t('otherwise')}
                </Text>
              </Stack>
            )}
            {locations.length > 0 && <TryIt rules={rules} />}
          </Stack>
        )}
      </Loaded>
      {isAdding && <RuleForm rule={null} onClose={() => setAdding(false)} />}
    </Page>
  );
});

/** The rules of a location, or those for all locations (null). */
function Rules({ locationId, rules }: { locationId: string | null; rules: readonly Rule[] }) {
  const t = useTranslations('routing');
  const { nameOf } = useLocations();
  const heading = useId();
  const ids = rules.map(({ id }) => id);
  const move = useAct({
    scope: 'routing',
    run: ({ at, to }: { at: number; to: number }) =>
      orderRules(locationId, ids.toSpliced(at, 1).toSpliced(to, 0, ids[at]!)),
    said: (_result, { at }) => t('moved', { words: rules[at]!.words }),
    undo: () => orderRules(locationId, ids),
  });
  if (rules.length === 0) return null;
  return (
    <section aria-labelledby={heading}>
      <Title order={2} size="h4" id={heading} {...(locationId !== null && { mb: 'xs' })}>
        {locationId === null ? t('everywhere') : nameOf(locationId)}
      </Title>
      {locationId === null && (
        <Text size="sm" c="dimmed" mb="xs">
          {t('everywhereHint')}
        </Text>
      )}
      <ol className="plain-list">
        {rules.map((rule, at) => (
          <li key={rule.id} className="card">
            <RuleCard
              rule={rule}
              ids={ids}
              onUp={at === 0 ? null : () => move.mutate({ at, to: at - 1 })}
              onDown={at === rules.length - 1 ? null : () => move.mutate({ at, to: at + 1 })}
            />
          </li>
        ))}
      </ol>
    </section>
  );
}

function RuleCard({
  rule,
  ids,
  onUp,
  onDown,
}: {
  rule: Rule;
  /** Of all rules of its location. */
  ids: readonly string[];
  onUp: (() => void) | null;
  onDown: (() => void) | null;
}) {
  const t = useTranslations('routing');
  const conditionsOf = useConditionsText();
  const [isChanging, setChanging] = useState(false);
  const { words, locationId, tier, mayChange } = rule;
  const remove = useAct({
    run: () => removeRule(rule),
    said: () => t('removed', { words }),
    undo: async () => {
      const { id } = await addRule({ locationId, ...fieldsOf(rule) });
      await orderRules(
        locationId,
        ids.map((one) => (one === rule.id ? id : one)),
      );
    },
  });
  return (
    <Stack gap="xs">
      <div className="wrapping">
        <Text>
          {t.rich('sentence', {
            conditions: conditionsOf(rule),
            tier: t(`tiers.${tier}`),
            to: (words) => <strong className="unbroken">{words}</strong>,
          })}
        </Text>
        <Text size="sm" c="dimmed">
          {t('quoted', { words })}
        </Text>
      </div>
      {mayChange && (
        <Group gap="xs" justify="space-between">
          <Group gap="xs">
            <Button
              size="sm"
              variant="default"
              onClick={() => setChanging(true)}
              aria-label={t('changeOf', { words })}
            >
              {t('change')}
            </Button>
            <Button
              size="sm"
              variant="default"
              onClick={() => remove.mutate()}
              loading={remove.isPending}
              aria-label={t('removeOf', { words })}
            >
              {t('remove')}
            </Button>
          </Group>
          {ids.length > 1 && (
            <MoveButtons up={t('up', { words })} down={t('down', { words })} onUp={onUp} onDown={onDown} />
          )}
        </Group>
      )}
      {isChanging && <RuleForm rule={rule} onClose={() => setChanging(false)} />}
    </Stack>
  );
}
