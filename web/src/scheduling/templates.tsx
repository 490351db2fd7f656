import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, askAll, once, type Schemas } from '../api/client.js';
import { ifMatch } from '../api/if-match.js';
import { usePositions } from '../api/lookups.js';
import type { LocalDate } from '../time/local-time.js';
import { dateWithYearOf, hoursText } from '../time/time-format.js';
import { LocationField } from '../ui/fields.js';
import { Page } from '../ui/page.js';
import { Empty, Loaded } from '../ui/query-states.js';
import { useAct } from '../ui/use-act.js';
import { TemplateForm } from './template-form.js';
import { useWeek } from '../ui/week.js';
import { useTemplateText } from './template-text.js';

type Template = Schemas['ShiftTemplateDto'];

/** Weekly shifts: defined here, created for real dates under Schedules. */
export function Templates() {
  const t = useTranslations('templates');
  const week = useWeek();
  const { location, today } = week;
  return (
    <Page
      title={t('title')}
      note={t('hint')}
      actions={
        location && <LocationField value={location.id} onChange={(id) => week.choose({ location: id })} />
      }
    >
      {location ? (
        <OfLocation key={location.id} locationId={location.id} today={today} />
      ) : (
        <Empty title={t('noLocation')}>{t('noLocationHint')}</Empty>
      )}
    </Page>
  );
}

function OfLocation({ locationId, today }: { locationId: string; today: LocalDate }) {
  const t = useTranslations('templates');
  const [form, setForm] = useState<Template | 'new' | null>(null);
  const query = useQuery({
    queryKey: ['shift-templates', locationId],
    queryFn: () =>
      askAll((cursor) =>
        api.GET('/api/v1/shift-templates', { params: { query: { locationId, limit: 200, cursor } } }),
      ),
  });
  const add = <Button onClick={() => setForm('new')}>{t('add')}</Button>;
  return (
    <>
      <Loaded query={query}>
        {(templates) =>
          templates.length === 0 ? (
            <Empty title={t('none')} action={add}>
              {t('noneHint')}
            </Empty>
          ) : (
            <Stack gap="md">
              <Group gap="xs">
                {add}
                <Link to="/schedules" search={{ location: locationId }} className="as-button">
                  {t('toSchedules')}
                </Link>
              </Group>
              <ul className="plain-list">
                {templates.toSorted(inOrder(today)).map((template) => (
                  <li key={template.id} className="card">
                    <TemplateCard template={template} today={today} onChange={() => setForm(template)} />
                  </li>
                ))}
              </ul>
            </Stack>
          )
        }
      </Loaded>
      {form && (
        <TemplateForm
          locationId={locationId}
          template={form === 'new' ? null : form}
          today={today}
          onClose={() => setForm(null)}
        />
      )}
    </>
  );
}

const hasEnded = ({ effectiveTo }: Template, today: LocalDate): boolean =>
  effectiveTo !== null && effectiveTo < today;

/** By weekday; templates that no longer create shifts come last. */
const inOrder =
  (today: LocalDate) =>
  (a: Template, b: Template): number =>
    Number(hasEnded(a, today)) - Number(hasEnded(b, today)) ||
    Math.min(...a.weekdays) - Math.min(...b.weekdays) ||
    a.startsAt.localeCompare(b.startsAt);

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
/** By the wall clock; an end at or before the start is on the next day. */
const hoursOf = ({ startsAt, endsAt }: Template): number =>
  ((minutesOf(endsAt) - minutesOf(startsAt) + 1440) % 1440 || 1440) / 60;

function TemplateCard({
  template,
  today,
  onChange,
}: {
  template: Template;
  today: LocalDate;
  onChange: () => void;
}) {
  const t = useTranslations('templates');
  const { positions, nameOf } = usePositions();
  const { id, version, ...body } = template;
  const remove = useAct({
    run: () =>
      ask(api.DELETE('/api/v1/shift-templates/{id}', { params: { path: { id }, header: ifMatch(version) } })),
    said: () => t('removed'),
    undo: () => ask(api.POST('/api/v1/shift-templates', { ...once(), body })),
  });
  const { effectiveFrom, effectiveTo } = template;
  const what = useTemplateText()(template);
  const facts = [
    t('aWeek', { count: template.weekdays.length, hours: hoursText(hoursOf(template)) }),
    positions.length > 1 && nameOf(template.positionId),
    effectiveTo === null
      ? t('since', { date: dateWithYearOf(effectiveFrom) })
      : t('between', { from: dateWithYearOf(effectiveFrom), to: dateWithYearOf(effectiveTo) }),
  ];
  return (
    <Group justify="space-between" align="flex-start">
      <div>
        <Group gap="xs">
          <Text fw={600}>{what}</Text>
          {hasEnded(template, today) && <Badge variant="outline">{t('ended')}</Badge>}
          {effectiveFrom > today && <Badge variant="outline">{t('ahead')}</Badge>}
        </Group>
        <Text size="sm" c="dimmed">
          {facts.filter(Boolean).join(' · ')}
        </Text>
      </div>
      <Group gap="xs">
        <Button variant="default" size="sm" aria-label={t('changeOf', { what })} onClick={onChange}>
          {t('change')}
        </Button>
        <Button
          variant="default"
          size="sm"
          aria-label={t('removeOf', { what })}
          onClick={() => remove.mutate()}
          loading={remove.isPending}
        >
          {t('remove')}
        </Button>
      </Group>
    </Group>
  );
}
