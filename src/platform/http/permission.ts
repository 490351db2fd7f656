import { applyDecorators, SetMetadata } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExtension } from '@nestjs/swagger';

/** Where a route's permission is kept; `access` reads it. */
export const PERMISSION = 'afterhours:permission';

/** Marks in the API's document what needs no credentials. */
export const PUBLIC_MARK = 'x-public';

/** What a route says of itself to the hooks that run before it. */
export interface RouteFacts {
  /** What the body may be instead of JSON. */
  takes?: 'multipart/form-data' | 'text/calendar';
  /** Answers without credentials. */
  isPublic?: boolean;
}

/** No credentials needed. */
export const Public = (): MethodDecorator & ClassDecorator =>
  applyDecorators(
    SetMetadata(PERMISSION, 'public'),
    RouteConfig({ isPublic: true } satisfies RouteFacts),
    ApiExtension(PUBLIC_MARK, true),
  );
