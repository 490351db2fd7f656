import { queryOptions } from '@tanstack/react-query';
import { api, ask, type Schemas } from '../../api/client.js';
import { Problem } from '../../api/problem.js';
import { csvText } from '../../../../src/domain/tables/csv-text.js';

export type Import = Schemas['ImportDto'];
type Remark = Schemas['ImportRemarkDto'];
export type RemarkKind = 'rejected' | 'warning' | 'kept';

const SOON = 1000;
const REMARKS_AT_ONCE = 200;

export const isUnderWay = ({ status }: Import): boolean => status === 'queued' || status === 'running';

export const isBeingTakenBack = ({ takeBackStatus }: Import): boolean =>
  takeBackStatus === 'queued' || takeBackStatus === 'running';

/** Whether it changes by itself. */
export const isMoving = (one: Import): boolean => isUnderWay(one) || isBeingTakenBack(one);

/** When to refetch. */
export const soonIf = (isWaiting: boolean): number | false => isWaiting && SOON;

/** One import; refetched until it is done. */
export const importQuery = (id: string) =>
  queryOptions({
    // Named like the entity, so that live changes refetch it.
    queryKey: ['support-import', id],
    queryFn: () => ask(api.GET('/api/v1/support-imports/{id}', { params: { path: { id } } })),
    refetchInterval: ({ state }) => soonIf(state.data !== undefined && isMoving(state.data)),
  });

export const remarksOf = (id: string, kind: RemarkKind, limit: number, cursor: string | undefined) =>
  ask(
    api.GET('/api/v1/support-imports/{id}/remarks', {
      params: { path: { id }, query: { kind, limit, cursor } },
    }),
  );

/** Saves all rejected lines, or all warnings, as a file. */
export async function saveRemarks(
  { id, fileName }: Import,
  kind: RemarkKind,
  head: readonly string[],
  write: (remark: Remark) => string,
): Promise<void> {
  const records: string[][] = [[...head]];
  let cursor: string | undefined;
  do {
    const { items, nextCursor } = await remarksOf(id, kind, REMARKS_AT_ONCE, cursor);
    records.push(...items.map((remark) => [String(remark.line ?? ''), remark.code, write(remark)]));
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([csvText(records)], { type: 'text/csv' }));
  link.download = `${fileName.replace(/\.[^.]*$/, '')}-${kind}.csv`;
  link.click();
  URL.revokeObjectURL(link.href);
}

/**
 * Uploads a file with progress, which fetch does not report. With the same `key`, a second attempt is the
 * same import.
 */
export function upload(
  file: File,
  mapping: Schemas['ImportMapping'],
  key: string,
  onProgress: (share: number) => void,
): Promise<Import> {
  const form = new FormData();
  form.set('mapping', JSON.stringify(mapping));
  form.set('file', file);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/api/v1/support-imports');
    request.responseType = 'json';
    request.setRequestHeader('idempotency-key', key);
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () =>
      request.status < 300
        ? resolve(request.response as Import)
        : void Problem.of(request.response, request.status).then(reject);
    request.onerror = () => reject(new TypeError('the upload broke off'));
    request.send(form);
  });
}
