import { SetMetadata } from '@nestjs/common';

/** Where a route's permission is kept; `access` reads it. */
export const PERMISSION = 'afterhours:permission';

/** No credentials needed. */
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(PERMISSION, 'public');
