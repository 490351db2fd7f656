import { invalid } from '../../../domain/errors.js';
import { readJson } from '../../../platform/http/json-shape.js';
import { refuseUnstorable } from '../../../platform/http/text-guard.js';
import { validated } from '../../../platform/http/validation.js';
import { PushedActivityDto, PushedItemsDto, PushedRequestDto, PushedRequestsDto } from './pushes.dto.js';

/** An item of a push with its place in it; `field` is what its fields begin with in refusals. */
export interface ReadItem<Item> {
  index: number;
  field: string;
  item: Item;
}

/** What is in the body of a push: one item, or a list. */
export interface ReadPush {
  requests: ReadItem<PushedRequestDto>[];
  counts: ReadItem<PushedActivityDto>[];
  isList: boolean;
}

/** Reads the body of a push. Throws a refusal that names the fields. */
export function readPush(body: string): ReadPush {
  const value = readJson('body', body);
  refuseUnstorable('body', value);
  if (!('items' in value)) {
    const one = { index: 0, field: '' };
    return isCount(value)
      ? { requests: [], counts: [{ ...one, item: validated(PushedActivityDto, value) }], isList: false }
      : { requests: [{ ...one, item: validated(PushedRequestDto, value) }], counts: [], isList: false };
  }
  if (!Array.isArray(value.items) || !value.items.some(isCount))
    return { requests: validated(PushedRequestsDto, value).items.map(itemAt), counts: [], isList: true };
  const { items } = validated(PushedItemsDto, value);
  const read: ReadPush = { requests: [], counts: [], isList: true };
  for (const [index, item] of items.entries()) {
    const path = `items.${index}`;
    if (isCount(item)) read.counts.push(itemAt(validated(PushedActivityDto, item, path), index));
    else read.requests.push(itemAt(validated(PushedRequestDto, objectAt(path, item), path), index));
  }
  return read;
}

const itemAt = <Item>(item: Item, index: number): ReadItem<Item> => ({
  index,
  field: `items.${index}.`,
  item,
});

const isCount = (item: unknown): item is object =>
  typeof item === 'object' && item !== null && !Array.isArray(item) && 'series' in item;

function objectAt(path: string, item: unknown): object {
  if (typeof item === 'object' && item !== null && !Array.isArray(item)) return item;
  throw invalid(path, 'INVALID_FIELD.object', { field: path });
}
