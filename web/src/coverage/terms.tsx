import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, askAll, once, type Schemas } from '../api/client.js';
import { ifMatch } from '../api/if-match.js';
import { useSettings } from '../api/lookups.js';
import { useMe } from '../api/me.js';
import { dateOf, inZone, type LocalDate } from '../time/local-time.js';
import { useNow } from '../time/now.js';
import { dateWithYearOf } from '../time/time-format.js';
import { Page } from '../ui/page.js';
import { Empty, Loaded } from '../ui/query-states.js';
import { useAct } from '../ui/use-act.js';
import { TermStrip } from './term-strip.js';
import { TermForm } from './terms-form.js';

type Term = Schemas['TermDto'];

/** The terms: times of classes, exams and breaks, and the weekly hours of each. Only admins change them. */
export function Terms() {
  const t = useTranslations('terms');
  const mayChange = useMe().role === 'admin';
  const [form, setForm] = useState<Term | 'new' | null>(null);
  const now = useNow();
  const today = dateOf(inZone(now, useSettings().timeZone));
  const query = useQuery({
    queryKey: ['terms'],
    queryFn: () =>
      askAll((cursor) => api.GET('/api/v1/terms', { params: { query: { limit: 200, cursor } } })),
  });
  const isEmpty = query.data?.length === 0;
  const add = <Button onClick={() => setForm('new')}>{t('add')}</Button>;
  return (
    <Page title={t('title')} note={t('hint')} actions={mayChange && !isEmpty && add}>
      <Loaded query={query}>
        {(terms) =>
          terms.length === 0 ? (
            <Empty title={t('none')} action={mayChange && add}>
              {mayChange ? t('noneHint') : t('noneHintReader')}
            </Empty>
          ) : (
            <ul className="plain-list">
              {terms.map((term) => (
                <li key={term.id} className="card">
                  <TermCard term={term} today={today} {...(mayChange && { onChange: () => setForm(term) })} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
      {form && (
        <TermForm
          term={form === 'new' ? null : form}
          usual={query.data?.[0]?.weeklyHourCap}
          onClose={() => setForm(null)}
        />
      )}
    </Page>
  );
}

function TermCard({ term, today, onChange }: { term: Term; today: LocalDate; onChange?: () => void }) {
  const t = useTranslations('terms');
  const { id, version, ...body } = term;
  const remove = useAct({
    run: () => ask(api.DELETE('/api/v1/terms/{id}', { params: { path: { id }, header: ifMatch(version) } })),
    said: () => t('removed', { name: term.name }),
    undo: () => ask(api.POST('/api/v1/terms', { ...once(), body })),
  });
  const isNow = term.startsOn <= today && today <= term.endsOn;
  return (
    <Stack gap="sm">
      <Group justify="space-between" align="flex-start" wrap="nowrap">
        <div className="term-head">
          <Text fw={600}>{term.name}</Text>
          <Text size="sm" c="dimmed">
            {dateWithYearOf(term.startsOn)} – {dateWithYearOf(term.endsOn)}
          </Text>
        </div>
        {isNow && <Badge variant="outline">{t('current')}</Badge>}
      </Group>
      <TermStrip term={term} today={today} />
      {onChange && (
        <Group gap="xs">
          <Button
            variant="default"
            size="sm"
            aria-label={t('changeOf', { name: term.name })}
            onClick={onChange}
          >
            {t('change')}
          </Button>
          <Button
            variant="default"
            size="sm"
            aria-label={t('removeOf', { name: term.name })}
            onClick={() => remove.mutate()}
            loading={remove.isPending}
          >
            {t('remove')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
