import { Button, Stack, Text } from '@mantine/core';
import { useTranslations } from 'use-intl';
import type { Schemas } from '../api/client.js';
import en from '../i18n/en-audit.json';
import { inZone, millisOf } from '../time/local-time.js';
import { dateWithYearOf, useTimes } from '../time/time-format.js';
import { useEntityNames } from './entity-names.js';

type Event = Schemas['AuditEventDto'];
type Kind = Event['entity'];
/** The library reads a dot as a way into the words. */
type Key<Action extends string> = Action extends `${infer Kind}.${infer Done}` ? `${Kind}_${Done}` : never;
type Action = Key<Event['action']>;

/** The kinds of entities in the trail that have a word here. */
export const KINDS = Object.keys(en.audit.kinds satisfies Record<Kind, string>) as Kind[];

/** The actions that have a sentence. */
const SENTENCES: ReadonlySet<string> = new Set(
  Object.keys(en.audit.actions satisfies Record<Action, string>),
);

/** One entry as a sentence; its details and ids can be opened. */
export function AuditEntry({
  event,
  zone,
  onAbout,
}: {
  event: Event;
  zone: string;
  onAbout?: (() => void) | undefined;
}) {
  const t = useTranslations('audit');
  const { time } = useTimes();
  const nameOf = useEntityNames();
  const at = inZone(millisOf(event.at), zone);
  const details = Object.entries(event.details as Record<string, unknown>);
  const entity = nameOf(event.entityId) ?? textOf((event.details as { name?: unknown }).name);
  // The sentence names the actor already.
  const named = event.entityId === event.actorId ? undefined : entity;
  const place = event.locationId === null ? undefined : nameOf(event.locationId);
  const facts = [named, place === named ? undefined : place, `${dateWithYearOf(at)}, ${time(at, zone)}`];
  return (
    <Stack gap={4} className="wrapping">
      <Text fw={600}>{useSentence()(event, nameOf)}</Text>
      <Text size="sm" c="dimmed">
        {facts.filter((fact) => fact !== undefined).join(' · ')}
      </Text>
      <details>
        <summary>{t('details')}</summary>
        <dl className="facts">
          {details.map(([name, value]) => (
            <Fact key={name} name={wordsOf(name)} value={written(value, nameOf)} />
          ))}
          <Fact name={t('action')} value={event.action} />
          <Fact name={t('entityId')} value={event.entityId} />
          <Fact name={t('requestId')} value={event.requestId} />
        </dl>
        {onAbout && (
          <Button size="sm" variant="default" onClick={onAbout}>
            {t('about')}
          </Button>
        )}
      </details>
    </Stack>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}

function useSentence(): (event: Event, nameOf: (id: string) => string | undefined) => string {
  const t = useTranslations('audit');
  return ({ actorKind, actorId, action }, nameOf) => {
    const name = actorId === null ? undefined : nameOf(actorId);
    const who =
      actorKind === 'system'
        ? t('system')
        : actorKind === 'api-key'
          ? t('key', { name: name ?? t('goneKey') })
          : (name ?? t('gone'));
    const key = action.replaceAll('.', '_');
    // An action that only another version of the server knows is shown under its own name.
    return SENTENCES.has(key)
      ? t(`actions.${key as Action}`, { who })
      : t('unknown', { who, action: action.replaceAll(/[.-]/g, ' ') });
  };
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** `expiresAt` becomes `Expires at`. */
const wordsOf = (name: string): string =>
  name
    .replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .replace(/ id(s?)$/, '$1')
    .replace(/^./, (letter) => letter.toUpperCase());

function written(value: unknown, nameOf: (id: string) => string | undefined): string {
  if (typeof value === 'string') return nameOf(value) ?? value;
  if (value === null || value === undefined) return '–';
  if (Array.isArray(value)) return value.map((item) => written(item, nameOf)).join(', ') || '–';
  return JSON.stringify(value);
}
