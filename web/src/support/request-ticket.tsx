import { Alert, Anchor, Button, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { api, ask, once, type Schemas } from '../api/client.js';
import { useMe } from '../api/me.js';
import { useTimes } from '../time/time-format.js';
import { useAct } from '../ui/use-act.js';
import type { Request } from './request-acts.js';

const REFETCH_MILLIS = 30_000;

type Ticket = Schemas['EscalationTicketDto'];

/** The ticket that an escalated request has in Campus IT's own system: where it is, or why it is not there. */
export function RequestTicket({ request, zone }: { request: Request; zone: string }) {
  const t = useTranslations('request.ticket');
  const me = useMe();
  const { id, tier, resolvedAt } = request;
  const { data } = useQuery({
    // It changes with the request, and by itself.
    queryKey: ['requests', 'ticket', id, request.version],
    queryFn: () => ask(api.GET('/api/v1/support-requests/{id}/ticket', { params: { path: { id } } })),
    refetchInterval: REFETCH_MILLIS,
  });
  const open = useAct({
    run: () => ask(api.POST('/api/v1/support-requests/{id}/ticket', { ...once(), params: { path: { id } } })),
    said: () => t('asked'),
  });
  if (!data) return null;
  const { ticket, opensIn } = data;
  const isWithCampusIt = tier === 'campus-it' && resolvedAt === null;
  if (!ticket && !(isWithCampusIt && opensIn !== null)) return null;
  const mayOpen =
    me.role !== 'operator' &&
    isWithCampusIt &&
    ticket?.state !== 'open' &&
    (ticket !== null || opensIn !== null);
  const button = mayOpen && (
    <div>
      <Button size="sm" variant="default" onClick={() => open.mutate()} loading={open.isPending}>
        {t(ticket === null || ticket.state === 'over' ? 'openOne' : 'tryNow')}
      </Button>
    </div>
  );
  if (!ticket)
    return (
      <Stack gap="xs">
        <Text size="sm">{t('none', { name: opensIn ?? '' })}</Text>
        {button}
      </Stack>
    );
  const isMissing = ticket.problem !== null && isWithCampusIt;
  if (!isMissing)
    return (
      <Stack gap="xs">
        <Line ticket={ticket} zone={zone} />
        {ticket.state === 'over' && ticket.problem && <Text size="sm">{ticket.problem.message}</Text>}
        {ticket.state === 'over' && button}
      </Stack>
    );
  return (
    <Alert
      color={ticket.state === 'waiting' ? 'orange' : 'red'}
      variant="light"
      title={t('missing', { name: ticket.sourceName, state: ticket.state })}
    >
      <Stack gap="xs">
        <Text size="sm">{ticket.problem!.message}</Text>
        <Line ticket={ticket} zone={zone} />
        {button}
      </Stack>
    </Alert>
  );
}

/** Where it is and how it stands. */
function Line({ ticket, zone }: { ticket: Ticket; zone: string }) {
  const t = useTranslations('request.ticket');
  const { moment } = useTimes();
  const { externalId, externalUrl, reference, sourceName, state, nextAttemptAt, resolvedAt } = ticket;
  const name = externalId === null ? reference : t('number', { number: externalId, name: sourceName });
  const how =
    state === 'waiting' && nextAttemptAt !== null
      ? t(ticket.problem === null ? 'soon' : 'again', { moment: moment(nextAttemptAt, zone) })
      : resolvedAt !== null
        ? t('resolved', { moment: moment(resolvedAt, zone) })
        : t(`states.${state}`);
  return (
    <Text size="sm">
      {externalUrl === null ? (
        name
      ) : (
        <Anchor href={externalUrl} target="_blank" rel="noreferrer" className="tap-target">
          {name}
        </Anchor>
      )}
      {' · '}
      {how}
      {externalId !== null && <Text span size="sm" c="dimmed">{` · ${reference}`}</Text>}
    </Text>
  );
}
