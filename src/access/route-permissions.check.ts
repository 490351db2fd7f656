import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PATH_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { PERMISSION } from '../platform/http/permission.js';

/** Stops the start when a route declares no permission. */
@Injectable()
export class RoutePermissionsCheck implements OnModuleInit {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onModuleInit(): void {
    const open = this.discovery.getControllers().flatMap(({ metatype }) => {
      if (!metatype || Reflect.hasMetadata(PERMISSION, metatype)) return [];
      const prototype = metatype.prototype as Record<string, object>;
      return this.scanner
        .getAllMethodNames(prototype)
        .filter((name) => Reflect.hasMetadata(PATH_METADATA, prototype[name]!))
        .filter((name) => !Reflect.hasMetadata(PERMISSION, prototype[name]!))
        .map((name) => `${metatype.name}.${name}`);
    });
    if (open.length > 0)
      throw new Error(`Routes without a permission: ${open.join(', ')}. Add @Allow or @Public.`);
  }
}
