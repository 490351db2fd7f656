import { Badge, Button, Checkbox, Group, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, once, type Schemas } from '../api/client.js';
import { ifMatch } from '../api/if-match.js';
import { useLocations, useSettings } from '../api/lookups.js';
import { operatorsQuery } from '../api/queries.js';
import { useMe } from '../api/me.js';
import { currentTime } from '../time/clock.js';
import { dateOf, inZone } from '../time/local-time.js';
import { dateWithYearOf, hoursText } from '../time/time-format.js';
import { Dialog } from '../ui/dialog.js';
import { EMail } from '../ui/e-mail.js';
import { NumberField, TextField, DateField } from '../ui/fields.js';
import { Form } from '../ui/form.js';
import { Page } from '../ui/page.js';
import { Empty, Loaded } from '../ui/query-states.js';
import { useAct } from '../ui/use-act.js';
import { useOpened } from '../ui/use-opened.js';
import { InvitationLink } from './invitation-link.js';
import { InvitePeople } from './invite-people.js';
import { InvitationState, OpenInvitations } from './open-invitations.js';
import { Qualifications } from './qualifications.js';

type Operator = Schemas['OperatorDto'];

export function People() {
  const t = useTranslations('people');
  const me = useMe();
  const query = useQuery(operatorsQuery);
  const [search, setSearch] = useState('');
  const [isInviting, setInviting] = useState(false);
  const [openedId, setOpenedId] = useState<string | null>(null);
  const opened = query.data?.find(({ id }) => id === openedId);
  const bound = me.role === 'supervisor' ? { locationIds: me.locationIds } : {};
  return (
    <Page title={t('title')} actions={<Button onClick={() => setInviting(true)}>{t('invite')}</Button>}>
      <Loaded query={query}>
        {(operators) => {
          const found = operators
            .filter(({ name, email }) => `${name} ${email}`.toLowerCase().includes(search.toLowerCase()))
            .sort((a, b) => a.name.localeCompare(b.name));
          return operators.length === 0 ? (
            <Empty title={t('none')}>{t('noneHint')}</Empty>
          ) : (
            <Stack gap="sm">
              <OpenInvitations
                people={operators.filter(({ deactivatedOn }) => deactivatedOn === null)}
                invite={({ id }) =>
                  ask(api.POST('/api/v1/operators/{id}/invitations', { ...once(), params: { path: { id } } }))
                }
              />
              <TextInput
                label={t('search')}
                value={search}
                onChange={({ currentTarget }) => setSearch(currentTarget.value)}
              />
              <Text size="sm" c="dimmed" aria-live="polite">
                {t('count', { count: found.length })}
              </Text>
              <ul className="plain-list">
                {found.map((operator) => (
                  <li key={operator.id} className="card">
                    <Group justify="space-between" wrap="nowrap">
                      <div className="wrapping">
                        <Text fw={600}>{operator.name}</Text>
                        <Text size="sm" c="dimmed">
                          <EMail address={operator.email} />
                          {operator.weeklyHourCap !== null && (
                            <>
                              {' · '}
                              <span className="unbroken">
                                {t('cap', { hours: hoursText(operator.weeklyHourCap) })}
                              </span>
                            </>
                          )}
                        </Text>
                        {operator.deactivatedOn === null && <InvitationState invitee={operator} />}
                        {operator.deactivatedOn !== null && (
                          <Badge color="gray">
                            {t('inactiveFrom', { date: dateWithYearOf(operator.deactivatedOn) })}
                          </Badge>
                        )}
                      </div>
                      <Button
                        size="sm"
                        variant="default"
                        onClick={() => setOpenedId(operator.id)}
                        aria-label={t('changeOf', { name: operator.name })}
                      >
                        {t('change')}
                      </Button>
                    </Group>
                  </li>
                ))}
              </ul>
            </Stack>
          );
        }}
      </Loaded>
      {isInviting && (
        <Dialog title={t('invite')} onClose={() => setInviting(false)} size="lg" isFirm>
          <InvitePeople {...bound} />
        </Dialog>
      )}
      {opened && <Change newest={opened} isAdmin={me.role === 'admin'} onClose={() => setOpenedId(null)} />}
    </Page>
  );
}

/** What the form changes. */
const fieldsIn = ({ name, displayName, weeklyHourCap, capIsBinding, employeeId }: Operator): string =>
  JSON.stringify([name, displayName, weeklyHourCap, capIsBinding, employeeId]);

function Change({ newest, isAdmin, onClose }: { newest: Operator; isAdmin: boolean; onClose: () => void }) {
  const t = useTranslations('people');
  const { timeZone } = useSettings();
  const { locations } = useLocations();
  // Qualifications are changed beside the form, and each change is a new version.
  const operator = useOpened(newest, (opened) => fieldsIn(opened) === fieldsIn(newest));
  const [name, setName] = useState(operator.name);
  const [cap, setCap] = useState(operator.weeklyHourCap === null ? '' : String(operator.weeklyHourCap));
  const [employeeId, setEmployeeId] = useState(operator.employeeId ?? '');
  const [displayName, setDisplayName] = useState(operator.displayName);
  const [isBinding, setBinding] = useState(operator.capIsBinding);
  const [capReason, setCapReason] = useState('');
  const weeklyHourCap = cap === '' ? null : Number(cap);
  const changesBinding =
    isBinding !== operator.capIsBinding || (isBinding && weeklyHourCap !== operator.weeklyHourCap);
  const [on, setOn] = useState(dateOf(inZone(currentTime(), timeZone)));
  const [reason, setReason] = useState('');
  const params = { path: { id: operator.id } };
  const patch = ({ id, version }: Operator, body: Schemas['UpdateOperatorDto']) =>
    ask(api.PATCH('/api/v1/operators/{id}', { params: { path: { id }, header: ifMatch(version) }, body }));
  const save = useAct({
    run: () =>
      patch(operator, {
        name,
        ...(displayName !== operator.displayName && { displayName }),
        weeklyHourCap,
        ...(changesBinding && { capIsBinding: isBinding, capReason }),
        employeeId: employeeId === '' ? null : employeeId,
      }),
    said: () => t('saved', { name }),
    undo: (saved) =>
      patch(saved, {
        name: operator.name,
        displayName: operator.displayName,
        weeklyHourCap: operator.weeklyHourCap,
        ...(changesBinding && {
          capIsBinding: operator.capIsBinding,
          capReason: operator.capReason ?? t('capUndone'),
        }),
        employeeId: operator.employeeId,
      }),
    inForm: true,
    done: onClose,
  });
  const invite = useAct({
    run: () =>
      ask(
        api.POST('/api/v1/users/{id}/invitations', { ...once(), params: { path: { id: operator.userId } } }),
      ),
  });
  const deactivate = useAct({
    run: () => ask(api.POST('/api/v1/operators/{id}/deactivate', { params, body: { on, reason } })),
    said: () => t('deactivated', { name }),
    undo: () => ask(api.POST('/api/v1/operators/{id}/reactivate', { params })),
    inForm: true,
    done: onClose,
  });
  const where = locations
    .filter(({ id }) => operator.locationIds.includes(id))
    .map((location) => location.name);
  return (
    <Dialog title={operator.name} onClose={onClose}>
      <Stack gap="lg">
        <Text size="sm" c="dimmed">
          {where.length === 0 ? t('everywhere') : t('at', { locations: where.join(', ') })}
        </Text>
        <Form act={save} submit={t('save')}>
          <TextField label={t('name')} value={name} onChange={setName} />
          <TextField
            label={t('displayName')}
            description={t('displayNameHint')}
            value={displayName}
            onChange={setDisplayName}
          />
          <NumberField
            label={t('weeklyCap')}
            description={t('weeklyCapHint')}
            required={false}
            min={0}
            max={168}
            step="0.5"
            value={cap}
            onChange={setCap}
          />
          {isAdmin ? (
            <Checkbox
              size="md"
              label={t('binding')}
              description={operator.capReason ?? t('bindingHint')}
              checked={isBinding}
              onChange={({ currentTarget }) => setBinding(currentTarget.checked)}
            />
          ) : (
            operator.capIsBinding && <Text size="sm">{t('bindingNote')}</Text>
          )}
          {changesBinding && <TextField label={t('capReason')} value={capReason} onChange={setCapReason} />}
          <TextField label={t('employeeId')} required={false} value={employeeId} onChange={setEmployeeId} />
        </Form>
        <Qualifications operator={newest} />
        {isAdmin && (
          <Stack gap="xs">
            <Button variant="default" onClick={() => invite.mutate()} loading={invite.isPending}>
              {t('newInvitation')}
            </Button>
            <InvitationLink url={invite.data?.invitationUrl} isMailed={invite.data?.isMailed === true} />
          </Stack>
        )}
        {operator.deactivatedOn === null ? (
          <Form act={deactivate} submit={t('deactivate')} isMain={false}>
            <DateField
              label={t('deactivateOn')}
              description={t('deactivateHint')}
              value={on}
              onChange={setOn}
            />
            <TextField label={t('reason')} value={reason} onChange={setReason} />
          </Form>
        ) : (
          <Text>
            {t('inactiveFrom', { date: dateWithYearOf(operator.deactivatedOn) })}
            {operator.deactivationReason !== null && `: ${operator.deactivationReason}`}
          </Text>
        )}
      </Stack>
    </Dialog>
  );
}
