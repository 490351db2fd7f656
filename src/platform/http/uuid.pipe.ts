import { Param, type PipeTransform } from '@nestjs/common';
import { invalid } from '../../domain/errors.js';
import { UUID } from './paging.js';

class UuidPipe implements PipeTransform<string, string> {
  transform(value: string): string {
    if (!UUID.test(value)) throw invalid('id', 'INVALID_ID');
    return value.toLowerCase();
  }
}

/** The `{id}` of a path; refuses anything but a UUID. */
export const Id = (name = 'id'): ParameterDecorator => Param(name, new UuidPipe());
