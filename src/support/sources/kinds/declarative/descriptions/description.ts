import type { DeclarativeSettingsDto } from '../settings.dto.js';
import type { SourceDescriptionDto } from './descriptions.dto.js';

export interface SourceDescription extends SourceDescriptionDto {
  kind: 'declarative';
  settings: DeclarativeSettingsDto;
}
