import { useTranslations } from 'use-intl';
import { api, ask, type Schemas } from '../api/client.js';
import { ifMatch } from '../api/if-match.js';
import { useMe } from '../api/me.js';
import { currentSecond } from '../time/clock.js';
import { inZone, millisOf } from '../time/local-time.js';
import { useAct } from '../ui/use-act.js';

export type Request = Schemas['SupportRequestDto'];

export const changeRequest = (
  { id, version }: Pick<Request, 'id' | 'version'>,
  body: Schemas['UpdateSupportRequestDto'],
): Promise<Request> =>
  ask(
    api.PATCH('/api/v1/support-requests/{id}', { params: { path: { id }, header: ifMatch(version) }, body }),
  );

/** What can be done with a request by one tap, each with undo. */
export function useRequestActs(request: Request, zone: string) {
  const t = useTranslations('desk');
  const me = useMe();
  const now = () => inZone(Math.max(currentSecond(), millisOf(request.openedAt)), zone);
  const { firstResponseAt, resolvedAt, escalatedAt, tier, assigneeId } = request;
  const isAnswered = firstResponseAt !== null;
  const act = (
    body: () => Schemas['UpdateSupportRequestDto'],
    said: string,
    back: Schemas['UpdateSupportRequestDto'],
  ) => ({
    run: () => changeRequest(request, body()),
    said: () => said,
    undo: (changed: Request) => changeRequest(changed, back),
  });
  return {
    answer: useAct(
      act(() => ({ firstResponseAt: now(), assigneeId: assigneeId ?? me.id }), t('answered'), {
        firstResponseAt: null,
        assigneeId,
      }),
    ),
    resolve: useAct(
      act(() => ({ resolvedAt: now(), ...(!isAnswered && { firstResponseAt: now() }) }), t('resolved'), {
        resolvedAt: null,
        ...(!isAnswered && { firstResponseAt: null }),
      }),
    ),
    reopen: useAct(act(() => ({ resolvedAt: null }), t('reopened'), { resolvedAt })),
    take: useAct(act(() => ({ assigneeId: me.id }), t('taken'), { assigneeId })),
    putBack: useAct(act(() => ({ assigneeId: null }), t('putBack'), { assigneeId })),
    withdraw: useAct(
      act(() => ({ tier: 'library', escalatedAt: null }), t('withdrawn'), { tier, escalatedAt }),
    ),
  };
}
