import { Injectable } from '@nestjs/common';
import { conflict } from '../../domain/errors.js';
import { locationsOf } from './placing.js';
import { SourcesRepository } from './sources.repository.js';

/** The names of sources, as far as files and programs that use them too are concerned. */
@Injectable()
export class SourceNames {
  constructor(private readonly sources: SourcesRepository) {}

  /** Throws when a source of this name is collected, and for other locations only. */
  async requireServes(name: string, locationId: string): Promise<void> {
    const source = await this.sources.findByName(name);
    const locations = source && locationsOf(source);
    if (locations && locations.length > 0 && !locations.includes(locationId.toLowerCase()))
      throw conflict('SOURCE_OF_OTHER_LOCATIONS', { source: name });
  }
}
