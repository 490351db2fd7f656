import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, type Schemas } from '../../api/client.js';
import { usePositions } from '../../api/lookups.js';
import { gapsQuery } from '../../coverage/queries.js';
import { useTimes } from '../../time/time-format.js';
import { Dialog } from '../../ui/dialog.js';
import { Loaded } from '../../ui/query-states.js';
import { useAct } from '../../ui/use-act.js';
import { shiftsQuery } from '../queries.js';
import { Candidates } from './candidates.js';
import { fillingOf, type FillingShift, type Missing, type StandingShift } from './filling.js';
import { ClaimRow } from './shift-details.js';
import { ShiftForm } from './shift-form.js';

/**
 * Ways to fill a gap, in the order to try them: free seats of existing shifts, more seats on them, and a new
 * shift only where there is none. Stays open and up to date until the gap is filled.
 */
export function GapFilling({
  gap,
  location,
  onClose,
}: {
  gap: Omit<Missing, 'missing'>;
  location: Schemas['LocationDto'];
  onClose: () => void;
}) {
  const t = useTranslations('gapFilling');
  const { span } = useTimes();
  const { positions, nameOf } = usePositions();
  const [draft, setDraft] = useState<Missing | null>(null);
  const zone = location.timeZone;
  const asked = { from: gap.startsAt, to: gap.endsAt };
  const gaps = useQuery(gapsQuery(location.id, asked));
  const shifts = useQuery(shiftsQuery({ ...asked, locationId: location.id }));
  if (draft) return <ShiftForm draft={{ gap: draft }} location={location} onClose={() => setDraft(null)} />;
  const where = [location.name, positions.length > 1 && nameOf(gap.positionId)].filter(Boolean).join(' · ');
  return (
    <Dialog title={t('title')} onClose={onClose} size="lg">
      <Text fw={600}>{span(gap.startsAt, gap.endsAt, zone)}</Text>
      <Text c="dimmed" size="sm" mb="md">
        {where}
      </Text>
      <Loaded query={gaps}>
        {({ items }) => (
          <Loaded query={shifts}>
            {(all) => {
              const left = items.filter(({ positionId }) => positionId === gap.positionId);
              if (left.length === 0) return <Text role="status">{t('filled')}</Text>;
              const filling = fillingOf(left, all, zone);
              return (
                <Stack gap="lg">
                  {filling.shifts.map((one, index) => (
                    <ThereAlready key={one.shift.id} filling={one} zone={zone} isFirst={index === 0} />
                  ))}
                  {filling.newShifts.map((piece) => (
                    <section key={piece.startsAt} className="card">
                      <Group justify="space-between">
                        <div>
                          <Text fw={600}>{span(piece.startsAt, piece.endsAt, zone)}</Text>
                          <Text size="sm" c="dimmed">
                            {t('noShift', { count: piece.missing })}
                          </Text>
                        </div>
                        <Button
                          variant={filling.shifts.length > 0 ? 'default' : 'filled'}
                          onClick={() => setDraft(piece)}
                        >
                          {t('newShift')}
                        </Button>
                      </Group>
                    </section>
                  ))}
                </Stack>
              );
            }}
          </Loaded>
        )}
      </Loaded>
    </Dialog>
  );
}

/** A shift in the gap: its pending claims, operators to ask, and more seats. */
function ThereAlready({
  filling: { shift, free, pending, seatsLacking },
  zone,
  isFirst,
}: {
  filling: FillingShift;
  zone: string;
  isFirst: boolean;
}) {
  const t = useTranslations('gapFilling');
  const { span } = useTimes();
  const [isOpen, setOpen] = useState(isFirst);
  return (
    <section className="card">
      <Stack gap="xs">
        <Group justify="space-between">
          <div>
            <Text fw={600}>{span(shift.startsAt, shift.endsAt, zone)}</Text>
            <Text size="sm" c="dimmed">
              {t('there', { free, seats: shift.seats })}
            </Text>
          </div>
          {shift.status === 'draft' && <Badge variant="outline">{t('draft')}</Badge>}
        </Group>
        {pending.map((claim) => (
          <ClaimRow key={claim.id} claim={claim} canEdit />
        ))}
        {free > 0 &&
          (isOpen ? (
            <Candidates shift={shift} />
          ) : (
            <Group>
              <Button variant="default" onClick={() => setOpen(true)}>
                {t('assign')}
              </Button>
            </Group>
          ))}
        {seatsLacking > 0 && <MoreSeats shift={shift} more={seatsLacking} />}
      </Stack>
    </section>
  );
}

function MoreSeats({ shift, more }: { shift: StandingShift; more: number }) {
  const t = useTranslations('gapFilling');
  const setSeats = (seats: number) =>
    ask(api.PATCH('/api/v1/shifts/{id}', { params: { path: { id: shift.id } }, body: { seats } }));
  const widen = useAct({
    run: () => setSeats(shift.seats + more),
    said: () => t('widened', { count: more }),
    undo: () => setSeats(shift.seats),
  });
  return (
    <Group justify="space-between">
      <Text size="sm" flex="1 1 14rem">
        {t('tooFew', { count: more })}
      </Text>
      <Button variant="default" onClick={() => widen.mutate()} loading={widen.isPending}>
        {t('widen', { count: more })}
      </Button>
    </Group>
  );
}
