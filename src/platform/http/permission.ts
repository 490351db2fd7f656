import { applyDecorators, SetMetadata } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExtension } from '@nestjs/swagger';

/** The metadata key of a route's permission, which `access` reads. */
export const PERMISSION = 'afterhours:permission';

/** Marks routes without credentials in the OpenAPI document. */
export const PUBLIC_MARK = 'x-public';

/** What a route declares for the hooks that run before it. */
export interface RouteFacts {
  /** The body's type, when it is not JSON. */
  takes?: 'multipart/form-data' | 'text/calendar';
  /** Whether it answers without credentials. */
  isPublic?: boolean;
  /** Whether its body is signed: then it stays a text until the signature is checked. */
  isSigned?: boolean;
}

/** No credentials needed; with `isSigned`, because the body is signed. */
export const Public = ({ isSigned = false } = {}): MethodDecorator & ClassDecorator =>
  applyDecorators(
    SetMetadata(PERMISSION, 'public'),
    RouteConfig({ isPublic: true, isSigned } satisfies RouteFacts),
    ApiExtension(PUBLIC_MARK, true),
  );
