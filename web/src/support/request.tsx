import { Anchor, Button, Group, NativeSelect, SimpleGrid, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { api, ask } from '../api/client.js';
import { useLocations, useSettings } from '../api/lookups.js';
import { useMe } from '../api/me.js';
import { withRequestTexts } from '../i18n/request-texts.js';
import { useTimes } from '../time/time-format.js';
import { Dialog } from '../ui/dialog.js';
import { Page } from '../ui/page.js';
import { Loaded } from '../ui/query-states.js';
import { useAct } from '../ui/use-act.js';
import { ClockLine } from './clock-line.js';
import { Escalate } from './escalate.js';
import { PriorityField } from './priority-field.js';
import { changeRequest, useRequestActs, type Request as RequestRow } from './request-acts.js';
import { InItsSource } from './request-card.js';
import { useCategories } from './categories/use-categories.js';
import { RequestState, useChannelName, useRequestName } from './request-state.js';
import { RequestTicket } from './request-ticket.js';
import { RequestWords } from './request-words.js';
import { ReturnToLibrary } from './return-to-library.js';
import { Thread } from './thread.js';

const REFETCH_MILLIS = 60_000;

/** One request: what it is about, what can be done, and what was done and said. */
export const Request = withRequestTexts(function Request() {
  const t = useTranslations('request');
  const me = useMe();
  const { id = '' } = useParams({ strict: false });
  const query = useQuery({
    queryKey: ['requests', 'one', id],
    queryFn: () => ask(api.GET('/api/v1/support-requests/{id}', { params: { path: { id } } })),
  });
  const nameOf = useRequestName();
  const isOperator = me.role === 'operator';
  return (
    <Page
      title={query.data ? nameOf(query.data) : t('title')}
      note={
        <Anchor
          component={Link}
          {...{ to: isOperator ? '/tonight' : '/requests' }}
          size="sm"
          className="tap-target"
        >
          {t(isOperator ? 'backToDesk' : 'back')}
        </Anchor>
      }
    >
      <Loaded query={query} rows={3}>
        {(request) => <Shown request={request} />}
      </Loaded>
    </Page>
  );
});

function Shown({ request }: { request: RequestRow }) {
  const { timeZone } = useSettings();
  const { zoneOf } = useLocations();
  // One that waits for a location is shown in the institution's zone.
  const zone = request.locationId === null ? timeZone : zoneOf(request.locationId);
  return (
    <Stack gap="lg">
      <Facts request={request} zone={zone} />
      {request.locationId !== null && <Thread requestId={request.id} zone={zone} />}
    </Stack>
  );
}

function Facts({ request, zone }: { request: RequestRow; zone: string }) {
  const t = useTranslations('request');
  const desk = useTranslations('desk');
  const { nameOf } = useLocations();
  const { requesterDays } = useSettings();
  const { moment } = useTimes();
  const { nameOf: categoryOf } = useCategories();
  const [isEditing, { open, close }] = useDisclosure(false);
  const channelOf = useChannelName();
  // Staff choose them below.
  const isChosen = useMe().role !== 'operator' && request.resolvedAt === null;
  const { waitedMinutes, waitUnknown, channel, workstation, requester, assigneeName, locationId } = request;
  const wait =
    waitedMinutes !== null
      ? desk('waited', { minutes: waitedMinutes })
      : waitUnknown
        ? desk('waitUnknown')
        : null;
  const wasHandedOver = request.escalatedAt !== null || request.tier === 'campus-it';
  const facts: [label: string, value: string | null][] = [
    [t('location'), locationId === null ? t('noLocation') : nameOf(locationId)],
    [desk('where'), workstation],
    [t('category'), categoryOf(request.category)],
    [t('channel'), channelOf(channel)],
    [t('opened'), [moment(request.openedAt, zone), wait].filter(Boolean).join(' · ')],
    [desk('who'), requester === null ? null : `${requester} · ${t('forgotten', { days: requesterDays })}`],
    [t('assignee'), isChosen ? null : (assigneeName ?? t('nobody'))],
  ];
  return (
    <section className="card">
      <Stack gap="sm">
        <Group gap="xs" justify="space-between">
          <RequestState request={request} />
          {locationId !== null && (
            <Button variant="subtle" size="compact-sm" onClick={open}>
              {t('edit')}
            </Button>
          )}
        </Group>
        {locationId !== null && <Clock request={request} zone={zone} />}
        <dl className="about">
          {facts.map(
            ([label, value]) =>
              value !== null && (
                <div key={label}>
                  <dt>{label}</dt>
                  <dd>{value}</dd>
                </div>
              ),
          )}
        </dl>
        {locationId !== null && wasHandedOver && <RequestTicket request={request} zone={zone} />}
        {locationId !== null && <Actions request={request} zone={zone} />}
        {request.collected && <InItsSource request={request} />}
        {isEditing && (
          <Dialog title={t('edit')} onClose={close}>
            <RequestWords request={request} onDone={close} />
          </Dialog>
        )}
      </Stack>
    </section>
  );
}

/** How long a request has waited of its target, or took, if there is one. */
function Clock({ request: { id }, zone }: { request: RequestRow; zone: string }) {
  const { data } = useQuery({
    queryKey: ['requests', 'clock', id],
    queryFn: () => ask(api.GET('/api/v1/support-requests/{id}/clock', { params: { path: { id } } })),
    refetchInterval: REFETCH_MILLIS,
  });
  return data?.clock ? <ClockLine clock={data.clock} zone={zone} /> : null;
}

function Actions({ request, zone }: { request: RequestRow; zone: string }) {
  const t = useTranslations('request');
  const desk = useTranslations('desk');
  const me = useMe();
  const acts = useRequestActs(request, zone);
  const isWaiting = request.waitingSince !== null;
  const pause = useAct({
    run: () => changeRequest(request, { waiting: !isWaiting }),
    said: () => t(isWaiting ? 'isResumed' : 'isWaiting'),
    undo: (changed) => changeRequest(changed, { waiting: isWaiting }),
  });
  const [isEscalating, escalating] = useDisclosure(false);
  const [isReturning, returning] = useDisclosure(false);
  const { resolvedAt, firstResponseAt, assigneeId, collected, escalatedAt, canEscalate, canReturn } = request;
  const isOpen = resolvedAt === null;
  const mayTake = isOpen && assigneeId !== me.id && (assigneeId === null || me.role !== 'operator');
  const button = (name: string, act: { mutate: () => void; isPending: boolean }, isMain = false) => (
    <Button variant={isMain ? 'filled' : 'default'} onClick={() => act.mutate()} loading={act.isPending}>
      {name}
    </Button>
  );
  const isCampusIt = me.role === 'campus_it';
  return (
    <Stack gap="sm">
      <Group gap="xs">
        {isOpen && !collected && (
          <>
            {firstResponseAt === null && button(desk('answer'), acts.answer, true)}
            {button(desk('resolve'), acts.resolve, firstResponseAt !== null)}
          </>
        )}
        {canEscalate && (
          <Button variant="default" onClick={escalating.open}>
            {desk('escalate')}
          </Button>
        )}
        {canReturn && me.role !== 'operator' && (
          <Button variant="default" onClick={returning.open}>
            {t('return')}
          </Button>
        )}
        {canReturn && escalatedAt !== null && !isCampusIt && button(t('withdraw'), acts.withdraw)}
        {!isOpen && !collected && button(t('reopen'), acts.reopen)}
        {isOpen && button(t(isWaiting ? 'resume' : 'wait'), pause)}
        {mayTake && button(t('take'), acts.take)}
        {assigneeId === me.id && isOpen && button(t('putBack'), acts.putBack)}
      </Group>
      {me.role !== 'operator' && isOpen && (
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
          <Assignee request={request} />
          <PriorityOf request={request} />
        </SimpleGrid>
      )}
      {isEscalating && <Escalate request={request} onClose={escalating.close} />}
      {isReturning && <ReturnToLibrary request={request} onClose={returning.close} />}
    </Stack>
  );
}

/** For staff, who say how urgent a request is. */
function PriorityOf({ request }: { request: RequestRow }) {
  const t = useTranslations('request');
  const { priority } = request;
  const change = useAct({
    run: (to: RequestRow['priority']) => changeRequest(request, { priority: to }),
    said: (changed) => t('isPriority', { priority: changed.priority }),
    undo: (changed) => changeRequest(changed, { priority }),
  });
  return <PriorityField disabled={change.isPending} value={priority} onChange={(to) => change.mutate(to)} />;
}

/** For staff, who give a request to somebody. */
function Assignee({ request }: { request: RequestRow }) {
  const t = useTranslations('request');
  const { id, assigneeId, assigneeName } = request;
  const { data: people } = useQuery({
    queryKey: ['requests', 'assignees', id],
    queryFn: () => ask(api.GET('/api/v1/support-requests/{id}/assignees', { params: { path: { id } } })),
  });
  const assign = useAct({
    run: (to: string | null) => changeRequest(request, { assigneeId: to }),
    said: (changed) =>
      changed.assigneeName === null ? t('isPutBack') : t('assigned', { name: changed.assigneeName }),
    undo: (changed) => changeRequest(changed, { assigneeId }),
  });
  const items = people?.items ?? [];
  const isListed = assigneeId === null || items.some((one) => one.id === assigneeId);
  return (
    <NativeSelect
      label={t('assignee')}
      disabled={people === undefined || assign.isPending}
      value={assigneeId ?? ''}
      onChange={({ currentTarget }) => assign.mutate(currentTarget.value || null)}
      data={[
        { value: '', label: t('nobody') },
        ...(isListed ? [] : [{ value: assigneeId, label: assigneeName ?? t('somebody') }]),
        ...items.map((one) => ({ value: one.id, label: one.name })),
      ]}
    />
  );
}
