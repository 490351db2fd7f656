import { Anchor, Button, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslations } from 'use-intl';
import { useTimes } from '../time/time-format.js';
import { useRequestActs, type Request } from './request-acts.js';
import { useCategories } from './categories/use-categories.js';
import { RequestState, useRequestName } from './request-state.js';

/** Loaded when somebody escalates. */
const Escalate = lazy(() => import('./escalate.js').then((part) => ({ default: part.Escalate })));

/** A request, and what can be done with it in two taps; with its location when several are shown. */
export function RequestCard({ request, place, zone }: { request: Request; place?: string; zone: string }) {
  const t = useTranslations('desk');
  const { moment } = useTimes();
  const nameOf = useRequestName();
  const { nameOf: categoryOf } = useCategories();
  const { title, category, workstation, waitedMinutes, waitUnknown, assigneeName } = request;
  const wait =
    waitedMinutes !== null ? t('waited', { minutes: waitedMinutes }) : waitUnknown && t('waitUnknown');
  const facts = [
    title !== null && category !== null && categoryOf(category),
    place,
    workstation,
    moment(request.openedAt, zone),
    wait,
    assigneeName !== null && t('with', { name: assigneeName }),
  ];
  return (
    <div className="card-row">
      <div>
        <Group gap="xs">
          <Anchor
            component={Link}
            {...{ to: `/requests/${request.id}` }}
            fw={600}
            c="inherit"
            className="tap-target"
          >
            {nameOf(request)}
          </Anchor>
          <RequestState request={request} />
        </Group>
        <Text size="sm" c="dimmed">
          {facts.filter(Boolean).join(' · ')}
        </Text>
      </div>
      {request.collected ? (
        <Group gap="xs">
          <InItsSource request={request} />
          {request.canEscalate && <EscalateButton request={request} />}
        </Group>
      ) : (
        request.resolvedAt === null && <Actions request={request} zone={zone} />
      )}
    </div>
  );
}

function Actions({ request, zone }: { request: Request; zone: string }) {
  const t = useTranslations('desk');
  const { answer, resolve } = useRequestActs(request, zone);
  return (
    <Group gap="xs">
      {request.firstResponseAt === null && (
        <Button variant="default" onClick={() => answer.mutate()} loading={answer.isPending}>
          {t('answer')}
        </Button>
      )}
      <Button variant="default" onClick={() => resolve.mutate()} loading={resolve.isPending}>
        {t('resolve')}
      </Button>
      {request.canEscalate && <EscalateButton request={request} />}
    </Group>
  );
}

function EscalateButton({ request }: { request: Request }) {
  const t = useTranslations('desk');
  const [isEscalating, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button variant="default" onClick={open}>
        {t('escalate')}
      </Button>
      {isEscalating && (
        <Suspense>
          <Escalate request={request} onClose={close} />
        </Suspense>
      )}
    </>
  );
}

/** A collected request is answered where it lives. */
export function InItsSource({ request: { externalUrl, source } }: { request: Request }) {
  const t = useTranslations('desk');
  const name = source ?? '';
  return externalUrl === null ? (
    <Text size="sm" c="dimmed">
      {t('from', { name })}
    </Text>
  ) : (
    <Anchor href={externalUrl} target="_blank" rel="noreferrer" size="sm" className="tap-target">
      {t('openIn', { name })}
    </Anchor>
  );
}
