import { Controller, Get, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import { Allow, READERS } from '../../access/allow.js';
import { CurrentCaller, type Caller } from '../../access/caller.js';
import { Id } from '../../platform/http/uuid.pipe.js';
import { PackageService } from './package.service.js';

@ApiTags('Pilots')
@Controller('pilots')
export class PackageController {
  constructor(private readonly packages: PackageService) {}

  /**
   * The data behind the figures, as one zip: every figure with its SQL and definition, and the rows (requests, claims, gaps and
   * counts) without names. The export stands in the audit trail.
   */
  @Get(':id/data-package')
  @Allow(READERS, 'metrics:read')
  @ApiProduces('application/zip')
  @ApiOkResponse({ content: { 'application/zip': { schema: { type: 'string', format: 'binary' } } } })
  async get(@CurrentCaller() caller: Caller, @Id() id: string): Promise<StreamableFile> {
    const { stream, bytes, name } = await this.packages.export(caller, id);
    return new StreamableFile(stream, {
      type: 'application/zip',
      length: bytes,
      disposition: `attachment; filename="${name}"`,
    });
  }
}
