import type { Call } from './call.js';

/** The life of a pilot, its reviews, and the question to patrons. */
export async function walkPilots(call: Call, pilotId: string, locationId: string): Promise<void> {
  await call('GET /pilots/{id}/life', pilotId);
  await call('POST /pilots/{id}/pause', pilotId, { reason: 'heating' });
  await call('POST /pilots/{id}/resume', pilotId);
  await call('GET /pilots/{id}/owners', pilotId);
  const review = await call('POST /pilots/{id}/reviews', pilotId, {
    heldOn: '2026-10-20',
    people: ['Dana', 'Noor'],
    decision: 'change',
    why: 'Few came',
    actions: [{ text: 'Ask why', owner: 'Dana', dueOn: '2026-11-01' }],
  });
  await call('GET /pilots/{id}/reviews', pilotId);
  const ofReview = (method: string, body?: object) =>
    call(`${method} /pilots/{id}/reviews/{reviewId}`, pilotId, body, 'admin', [], review.id as string);
  await ofReview('GET');
  const { id: actionId } = (review.actions as { id: string }[])[0]!;
  await call('POST /review-actions/{id}/done', actionId);
  await call('POST /review-actions/{id}/undone', actionId);
  await ofReview('PATCH', { decision: 'go-on' });
  await ofReview('DELETE');
  await call('GET /pilots/{id}/voices', pilotId);
  await walkBriefs(call, pilotId);
  await call('POST /pilots/{id}/end', pilotId, { finding: 'timing', evidence: 'Exams' });
  const successor = await call('POST /pilots/{id}/successor', pilotId, {});
  await call('DELETE /pilots/{id}', successor.id as string);
  const link = await call('POST /patron-links', '', { locationId });
  await call('GET /patron-links');
  await call('GET /patron-links/{id}', link.id as string);
  const token = (link.url as string).split('/').at(-1)!;
  await call('GET /patron-questions/{token}', token, undefined, 'nobody');
  await call('POST /patron-questions/{token}', token, { answer: 'partly' }, 'nobody');
  await call('DELETE /patron-links/{id}', link.id as string);
}

/** The brief of a pilot, and a link to it. */
async function walkBriefs(call: Call, pilotId: string): Promise<void> {
  await call('GET /pilots/{id}/brief', pilotId);
  await call('GET /pilots/{id}/data-package', pilotId);
  const link = await call('POST /pilots/{id}/brief-links', pilotId, { days: 7 });
  await call('GET /pilots/{id}/brief-links', pilotId);
  const ofLink = (method: string) =>
    call(`${method} /pilots/{id}/brief-links/{linkId}`, pilotId, undefined, 'admin', [], link.id as string);
  await ofLink('GET');
  const token = (link.shareUrl as string).split('/').at(-1)!;
  await call('GET /briefs/{token}', token, undefined, 'nobody');
  await ofLink('DELETE');
}
