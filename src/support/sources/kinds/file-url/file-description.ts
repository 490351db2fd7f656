import type { SourceDescriptionDto } from '../declarative/descriptions/descriptions.dto.js';
import type { FileUrlSettingsDto } from './settings.dto.js';

export interface FileDescription extends SourceDescriptionDto {
  kind: 'file-url';
  settings: FileUrlSettingsDto;
}
