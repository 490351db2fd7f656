import { NativeSelect, Textarea } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { DECISIONS, type Decision } from '../../../../src/domain/pilots/findings.js';
import { api, ask, once, type Schemas } from '../../api/client.js';
import { ifMatch } from '../../api/if-match.js';
import type { LocalDate } from '../../time/local-time.js';
import { Dialog } from '../../ui/dialog.js';
import { DateField } from '../../ui/fields.js';
import { Form } from '../../ui/form.js';
import { useAct } from '../../ui/use-act.js';
import { useOpened } from '../../ui/use-opened.js';
import { ownersQuery } from './queries.js';
import { ReviewActionsField, type WrittenAction } from './review-actions-field.js';

type Review = Schemas['ReviewDto'];

/** The body that stores a review as it is. Without ids its actions are new ones. */
export const bodyOf = (
  { heldOn, people, decision, why, actions }: Review,
  { withIds }: { withIds: boolean },
): Schemas['CreateReviewDto'] => ({
  heldOn,
  people,
  decision,
  why,
  actions: actions.map(({ id, text, owner, dueOn, done }) => ({
    ...(withIds && { id }),
    text,
    owner,
    dueOn,
    done,
  })),
});

interface Written {
  heldOn: LocalDate;
  /** One name a line. */
  people: string;
  decision: Decision;
  why: string;
  actions: WrittenAction[];
}

/** A form for a new or existing review of a pilot. */
export function ReviewForm({
  pilotId,
  today,
  onClose,
  ...props
}: {
  pilotId: string;
  review: Review | null;
  today: LocalDate;
  onClose: () => void;
}) {
  const t = useTranslations('pilotReviews');
  const review = useOpened(props.review);
  const { data: owners } = useQuery(ownersQuery(pilotId));
  const [form, setForm] = useState<Written>({
    heldOn: review?.heldOn ?? today,
    people: review?.people.join('\n') ?? '',
    decision: review?.decision ?? 'go-on',
    why: review?.why ?? '',
    actions: review?.actions ?? [],
  });
  const at = (one: Review) => ({
    path: { id: pilotId, reviewId: one.id },
    header: ifMatch(one.version),
  });
  const save = useAct({
    run: () => {
      const body = {
        ...form,
        people: form.people
          .split('\n')
          .map((name) => name.trim())
          .filter(Boolean),
        actions: form.actions.map(({ id, text, owner, dueOn, done }) => ({
          ...(id !== undefined && { id }),
          text,
          owner,
          dueOn,
          done,
        })),
      };
      return review
        ? ask(api.PATCH('/api/v1/pilots/{id}/reviews/{reviewId}', { params: at(review), body }))
        : ask(
            api.POST('/api/v1/pilots/{id}/reviews', { params: { path: { id: pilotId } }, ...once(), body }),
          );
    },
    said: () => t('saved'),
    ...(!review && {
      undo: (saved: Review) =>
        ask(api.DELETE('/api/v1/pilots/{id}/reviews/{reviewId}', { params: at(saved) })),
    }),
    inForm: true,
    done: onClose,
  });
  return (
    <Dialog title={t(review ? 'changeTitle' : 'add')} onClose={onClose} size="lg">
      <Form act={save} submit={t('save')} isReady={owners !== undefined}>
        <DateField
          label={t('heldOn')}
          value={form.heldOn}
          onChange={(heldOn) => setForm({ ...form, heldOn })}
        />
        <Textarea
          label={t('whoTookPart')}
          description={t('onePerLine')}
          required
          autosize
          minRows={2}
          value={form.people}
          onChange={({ currentTarget }) => setForm({ ...form, people: currentTarget.value })}
        />
        <NativeSelect
          label={t('decision')}
          value={form.decision}
          onChange={({ currentTarget }) => setForm({ ...form, decision: currentTarget.value as Decision })}
          data={DECISIONS.map((value) => ({ value, label: t(`decisions.${value}`) }))}
        />
        <Textarea
          label={t('why')}
          required
          autosize
          minRows={2}
          maxLength={2000}
          value={form.why}
          onChange={({ currentTarget }) => setForm({ ...form, why: currentTarget.value })}
        />
        <ReviewActionsField
          value={form.actions}
          owners={owners ?? []}
          onChange={(actions) => setForm({ ...form, actions })}
        />
      </Form>
    </Dialog>
  );
}
