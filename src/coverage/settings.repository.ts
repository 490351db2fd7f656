import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { SETTINGS_COLUMNS, SETTINGS_UPDATE, settingsValues, type SettingsRow } from './settings.entity.js';

const SELECT = `SELECT ${SETTINGS_COLUMNS} FROM settings`;

/** Reads and writes the institution's one row. */
@Injectable()
export class SettingsRepository {
  constructor(private readonly database: Database) {}

  async get(options: { lock?: boolean } = {}): Promise<SettingsRow> {
    return (await this.database.one<SettingsRow>(`${SELECT} ${options.lock ? 'FOR UPDATE' : ''}`))!;
  }

  async update(settings: SettingsRow): Promise<void> {
    await this.database.query(SETTINGS_UPDATE, settingsValues(settings));
  }
}
