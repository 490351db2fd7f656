import { Badge, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, type Schemas } from '../../api/client.js';
import { ifMatch } from '../../api/if-match.js';
import { dateWithYearOf } from '../../time/time-format.js';
import { Loaded } from '../../ui/query-states.js';
import { useAct } from '../../ui/use-act.js';
import { daysOf } from '../date-range.js';
import { EndForm } from './end-form.js';
import { PauseForm } from './pause-form.js';
import { lifeQuery } from './queries.js';
import { SuccessorForm } from './successor-form.js';

type Pilot = Schemas['PilotDto'];
type PilotLife = Schemas['PilotLifeDto'];
type Asked = 'pause' | 'end' | 'succeed';

/** Whether the pilot runs, its pauses, how it ended, and the pilots before and after it. */
export function Life({
  pilot,
  pilots,
  canChange,
  onChoose,
}: {
  pilot: Pilot;
  pilots: readonly Pilot[];
  canChange: boolean;
  onChoose: (id: string) => void;
}) {
  const t = useTranslations('pilotLife');
  const [asked, setAsked] = useState<Asked | null>(null);
  const query = useQuery(lifeQuery(pilot.id));
  const close = (): void => setAsked(null);
  const nameOf = (id: string | null): string | undefined => pilots.find((one) => one.id === id)?.name;
  const relatives = [
    { key: 'predecessor', id: pilot.predecessorId },
    { key: 'successor', id: pilot.successorId },
  ] as const;
  return (
    <section aria-labelledby="life">
      <Stack gap="sm">
        <Group justify="space-between" gap="xs">
          <Group gap="sm">
            <Title order={2} size="h4" id="life">
              {t('title')}
            </Title>
            <Badge
              variant={pilot.state === 'running' ? 'light' : 'outline'}
              color={pilot.state === 'paused' ? 'orange' : 'teal'}
            >
              {t(`states.${pilot.state}`)}
            </Badge>
          </Group>
          {canChange && <Buttons pilot={pilot} onAsk={setAsked} />}
        </Group>
        <Text size="sm" c="dimmed">
          {t(`hints.${pilot.state}`, { date: dateWithYearOf(pilot.pilot.from) })}
        </Text>
        <Loaded query={query} rows={1}>
          {(life) => <Told life={life} pilot={pilot} canChange={canChange} />}
        </Loaded>
        {relatives.map(({ key, id }) => {
          const name = nameOf(id);
          return (
            id !== null &&
            name !== undefined && (
              <Group key={key} gap="xs">
                <Text size="sm" className="wrapping">
                  {t(key, { name })}
                </Text>
                <Button variant="default" size="sm" onClick={() => onChoose(id)}>
                  {t('show')}
                </Button>
              </Group>
            )
          );
        })}
      </Stack>
      {asked === 'pause' && <PauseForm pilot={pilot} onClose={close} />}
      {asked === 'end' && <EndForm pilot={pilot} onClose={close} />}
      {asked === 'succeed' && <SuccessorForm pilot={pilot} onClose={close} onCreated={onChoose} />}
    </section>
  );
}

function Buttons({ pilot, onAsk }: { pilot: Pilot; onAsk: (asked: Asked) => void }) {
  const t = useTranslations('pilotLife');
  const { id, state, successorId } = pilot;
  const resume = useAct({
    run: () => ask(api.POST('/api/v1/pilots/{id}/resume', { params: { path: { id } } })),
    said: () => t('resumed', { name: pilot.name }),
  });
  return (
    <Group gap="xs">
      {state === 'running' && (
        <Button variant="default" size="sm" onClick={() => onAsk('pause')}>
          {t('pause')}
        </Button>
      )}
      {state === 'paused' && (
        <Button variant="default" size="sm" onClick={() => resume.mutate()} loading={resume.isPending}>
          {t('resume')}
        </Button>
      )}
      {(state === 'running' || state === 'paused') && (
        <Button variant="default" size="sm" onClick={() => onAsk('end')}>
          {t('end')}
        </Button>
      )}
      {state !== 'planned' && successorId === null && (
        <Button variant="default" size="sm" onClick={() => onAsk('succeed')}>
          {t('startOver')}
        </Button>
      )}
    </Group>
  );
}

function Told({ life, pilot, canChange }: { life: PilotLife; pilot: Pilot; canChange: boolean }) {
  const t = useTranslations('pilotLife');
  const { ending, pauses } = life;
  return (
    <>
      {pauses.length > 0 && (
        <ul className="plain-list">
          {pauses.map((pause) => (
            <li key={pause.id} className="card">
              <Pause pause={pause} pilot={pilot} canChange={canChange} />
            </li>
          ))}
        </ul>
      )}
      {ending && (
        <div className="card">
          <Text fw={600}>
            {t('ended', { date: dateWithYearOf(ending.endedAt) })}
            {ending.finding !== null && ` ${t(`findings.${ending.finding}`)}.`}
          </Text>
          {ending.why !== null && <Text className="note-text">{ending.why}</Text>}
          {ending.evidence !== null && (
            <Text className="note-text">{t('evidenceWas', { evidence: ending.evidence })}</Text>
          )}
          {ending.by !== null && (
            <Text size="sm" c="dimmed">
              {t('by', { name: ending.by })}
            </Text>
          )}
        </div>
      )}
    </>
  );
}

function Pause({
  pause,
  pilot,
  canChange,
}: {
  pause: PilotLife['pauses'][number];
  pilot: Pilot;
  canChange: boolean;
}) {
  const t = useTranslations('pilotLife');
  const { from, to, reason, by } = pause;
  const excludeIn = (version: number, exclusions: Pilot['exclusions']) =>
    ask(
      api.PATCH('/api/v1/pilots/{id}', {
        params: { path: { id: pilot.id }, header: ifMatch(version) },
        body: { exclusions },
      }),
    );
  const exclude = useAct({
    run: (days: { from: string; to: string }) =>
      excludeIn(pilot.version, [...pilot.exclusions, { ...days, reason }]),
    said: () => t('excluded'),
    undo: ({ version }) => excludeIn(version, pilot.exclusions),
  });
  const days = to === null ? null : daysOf({ from, to });
  return (
    <div className="card-row">
      <div>
        <Text fw={600}>
          {days === null
            ? t('pausedSince', { date: dateWithYearOf(from) })
            : days.first === days.last
              ? t('pausedOn', { date: dateWithYearOf(days.first) })
              : t('pausedFor', { first: dateWithYearOf(days.first), last: dateWithYearOf(days.last) })}
        </Text>
        <Text className="note-text">{reason}</Text>
        {by !== null && (
          <Text size="sm" c="dimmed">
            {t('by', { name: by })}
          </Text>
        )}
      </div>
      {to !== null && pause.isExcluded && (
        <Text size="sm" c="dimmed">
          {t('isExcluded')}
        </Text>
      )}
      {to !== null && !pause.isExcluded && canChange && (
        <Button
          variant="default"
          size="sm"
          onClick={() => exclude.mutate({ from, to })}
          loading={exclude.isPending}
        >
          {t('exclude')}
        </Button>
      )}
    </div>
  );
}
