import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';

/** Where a route's permission is kept; `access` reads it. */
export const PERMISSION = 'afterhours:permission';

/** Marks in the API's document what needs no credentials. */
export const PUBLIC_MARK = 'x-public';

/** No credentials needed. */
export const Public = (): MethodDecorator & ClassDecorator =>
  applyDecorators(SetMetadata(PERMISSION, 'public'), ApiExtension(PUBLIC_MARK, true));
