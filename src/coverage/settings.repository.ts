import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/database.js';
import { columnOf, SETTING_NAMES, SETTING_VALUES, type SettingsRow } from './settings-columns.js';

const SELECT = `SELECT ${SETTING_VALUES}, version FROM settings`;
const ASSIGNED = SETTING_NAMES.map((name, index) => `${columnOf(name)} = $${index + 1}`).join(', ');

/** The institution's one row. */
@Injectable()
export class SettingsRepository {
  constructor(private readonly database: Database) {}

  async get(options: { lock?: boolean } = {}): Promise<SettingsRow> {
    return (await this.database.one<SettingsRow>(`${SELECT} ${options.lock ? 'FOR UPDATE' : ''}`))!;
  }

  async update(settings: SettingsRow): Promise<void> {
    await this.database.query(
      `UPDATE settings SET ${ASSIGNED}, version = version + 1`,
      SETTING_NAMES.map((name) => settings[name]),
    );
  }
}
