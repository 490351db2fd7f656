import { Button, Checkbox, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, ask, once, type Schemas } from '../../api/client.js';
import { ifMatch } from '../../api/if-match.js';
import { useMe } from '../../api/me.js';
import type { LocalDate } from '../../time/local-time.js';
import { dateWithYearOf, dayMonthOf } from '../../time/time-format.js';
import { Loaded } from '../../ui/query-states.js';
import { useAct } from '../../ui/use-act.js';
import { reviewsQuery } from './queries.js';
import { bodyOf, ReviewForm } from './review-form.js';

type Review = Schemas['ReviewDto'];

/** What was decided about the pilot, by whom, and what is to be done. */
export function Reviews({
  pilot,
  today,
  canChange,
}: {
  pilot: Schemas['PilotDto'];
  today: LocalDate;
  canChange: boolean;
}) {
  const t = useTranslations('pilotReviews');
  const [form, setForm] = useState<Review | 'new' | null>(null);
  const query = useQuery(reviewsQuery(pilot.id));
  return (
    <section aria-labelledby="reviews">
      <Stack gap="sm">
        <Group justify="space-between" gap="xs">
          <Title order={2} size="h4" id="reviews">
            {t('title')}
          </Title>
          {canChange && (
            <Button variant="default" size="sm" onClick={() => setForm('new')}>
              {t('add')}
            </Button>
          )}
        </Group>
        <Loaded query={query} rows={2}>
          {(reviews) =>
            reviews.length === 0 ? (
              <Text size="sm" c="dimmed">
                {t('none')}
              </Text>
            ) : (
              <ul className="plain-list">
                {reviews.map((review) => (
                  <li key={review.id} className="card">
                    <OneReview
                      review={review}
                      today={today}
                      canChange={canChange}
                      onChange={() => setForm(review)}
                    />
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      </Stack>
      {form && (
        <ReviewForm
          pilotId={pilot.id}
          review={form === 'new' ? null : form}
          today={today}
          onClose={() => setForm(null)}
        />
      )}
    </section>
  );
}

function OneReview({
  review,
  today,
  canChange,
  onChange,
}: {
  review: Review;
  today: LocalDate;
  canChange: boolean;
  onChange: () => void;
}) {
  const t = useTranslations('pilotReviews');
  const { id, pilotId, version, heldOn } = review;
  const remove = useAct({
    run: () =>
      ask(
        api.DELETE('/api/v1/pilots/{id}/reviews/{reviewId}', {
          params: { path: { id: pilotId, reviewId: id }, header: ifMatch(version) },
        }),
      ),
    said: () => t('removed'),
    undo: () =>
      ask(
        api.POST('/api/v1/pilots/{id}/reviews', {
          params: { path: { id: pilotId } },
          ...once(),
          body: bodyOf(review, { withIds: false }),
        }),
      ),
  });
  const date = dateWithYearOf(heldOn);
  return (
    <Stack gap="xs">
      <div className="card-row">
        <div>
          <Text fw={600}>{t('headline', { date, decision: t(`decisions.${review.decision}`) })}</Text>
          <Text className="note-text">{review.why}</Text>
          <Text size="sm" c="dimmed">
            {t('people', { people: review.people.join(', ') })}
          </Text>
        </div>
        {canChange && (
          <Group gap="xs">
            <Button variant="default" size="sm" aria-label={t('changeOf', { date })} onClick={onChange}>
              {t('change')}
            </Button>
            <Button
              variant="default"
              size="sm"
              aria-label={t('removeOf', { date })}
              onClick={() => remove.mutate()}
              loading={remove.isPending}
            >
              {t('remove')}
            </Button>
          </Group>
        )}
      </div>
      {review.actions.length > 0 && (
        <ul className="plain-list">
          {review.actions.map((action) => (
            <li key={action.id}>
              <Action action={action} today={today} canChange={canChange} />
            </li>
          ))}
        </ul>
      )}
    </Stack>
  );
}

function Action({
  action,
  today,
  canChange,
}: {
  action: Review['actions'][number];
  today: LocalDate;
  canChange: boolean;
}) {
  const t = useTranslations('pilotReviews');
  const me = useMe();
  const { id, text, owner, ownerName, dueOn, done } = action;
  const set = (isDone: boolean) =>
    ask(
      isDone
        ? api.POST('/api/v1/review-actions/{id}/done', { params: { path: { id } } })
        : api.POST('/api/v1/review-actions/{id}/undone', { params: { path: { id } } }),
    );
  const tick = useAct({
    run: (isDone: boolean) => set(isDone),
    said: (_review, isDone) => t(isDone ? 'done' : 'undone', { text }),
    undo: (_review, isDone) => set(!isDone),
  });
  const due = { name: ownerName, date: dayMonthOf(dueOn) };
  return (
    <Checkbox
      size="md"
      label={text}
      description={t(!done && dueOn < today ? 'late' : 'due', due)}
      checked={tick.isPending ? tick.variables : done}
      disabled={!(canChange || owner === me.id)}
      onChange={({ currentTarget }) => tick.mutate(currentTarget.checked)}
    />
  );
}
