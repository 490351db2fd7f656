import { api, ask, once, type Schemas } from '../../api/client.js';
import { ifMatch } from '../../api/if-match.js';
import type { Category } from './use-categories.js';

export const changeCategory = (
  { id, version }: Category,
  body: Schemas['UpdateSupportCategoryDto'],
): Promise<Category> =>
  ask(
    api.PATCH('/api/v1/support-categories/{id}', {
      params: { path: { id }, header: ifMatch(version) },
      body,
    }),
  );

export const addCategory = (body: Schemas['CreateSupportCategoryDto']): Promise<Category> =>
  ask(api.POST('/api/v1/support-categories', { ...once(), body }));

export const removeCategory = ({ id, version }: Category): Promise<unknown> =>
  ask(api.DELETE('/api/v1/support-categories/{id}', { params: { path: { id }, header: ifMatch(version) } }));

export const orderCategories = (ids: string[]): Promise<unknown> =>
  ask(api.POST('/api/v1/support-categories/order', { body: { ids } }));
