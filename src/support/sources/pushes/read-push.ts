import { readJson } from '../../../platform/http/json-shape.js';
import { refuseUnstorable } from '../../../platform/http/text-guard.js';
import { validated } from '../../../platform/http/validation.js';
import { PushedRequestDto, PushedRequestsDto } from './pushes.dto.js';

/** The requests in the body of a push: one, or a list. Throws a refusal that names the fields. */
export function readPush(body: string): { requests: PushedRequestDto[]; isList: boolean } {
  const value = readJson('body', body);
  refuseUnstorable('body', value);
  return 'items' in value
    ? { requests: validated(PushedRequestsDto, value).items, isList: true }
    : { requests: [validated(PushedRequestDto, value)], isList: false };
}
