import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { forbidden, type DomainError } from '../domain/errors.js';
import { Clock } from '../platform/clock/clock.js';
import { Database } from '../platform/database/database.js';
import { digestOf } from '../platform/ids.js';
import type { FirstAdminDto, UserDto } from './access.dto.js';
import { AttemptsService } from './attempts.service.js';
import type { ClientInfo } from './client-info.js';
import { SetupCodesRepository } from './setup-codes.repository.js';
import { UsersService } from './users.service.js';
import { requireStrongPassword } from './weak-passwords.js';

/**
 * Without letters that look like digits. 32 characters, so that the lowest five bits of a byte choose one.
 */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 12;
const GROUP = /.{4}(?=.)/g;

/**
 * Creates the first admin for whoever knows a setup code, which only the people who run the server can read.
 */
@Injectable()
export class FirstAdminService {
  constructor(
    private readonly users: UsersService,
    private readonly codes: SetupCodesRepository,
    private readonly attempts: AttemptsService,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Makes a code to print. Codes of other replicas and earlier starts stay valid. Returns null when there is
   * a user.
   */
  async issueCode(): Promise<string | null> {
    if (await this.users.isAnybodyThere()) return null;
    const code = [...randomBytes(LENGTH)].map((byte) => LETTERS[byte % LETTERS.length]).join('');
    await this.codes.insert(digestOf(code), this.clock.date());
    return code.replaceAll(GROUP, '$&-');
  }

  async setUp({ setupCode = '', ...admin }: FirstAdminDto, { address }: ClientInfo): Promise<UserDto> {
    if (await this.users.isAnybodyThere()) throw alreadySetUp();
    const isRight = await this.attempts.prove([{ setupCodeFrom: address }], async () =>
      (await this.codes.isThere(digestOf(asPrinted(setupCode)))) ? true : null,
    );
    if (!isRight) throw (await this.users.isAnybodyThere()) ? alreadySetUp() : wrongSetupCode();
    await requireStrongPassword(admin.password, admin);
    return this.database.transaction(async () => {
      const user = await this.users.createFirstAdmin(admin);
      if (!user) throw alreadySetUp();
      await this.codes.removeAll();
      return user;
    });
  }
}

/** Accepts a code as people type it: any case, with or without dashes, O instead of 0. */
const asPrinted = (code: string): string =>
  code
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');

const alreadySetUp = (): DomainError => forbidden('ALREADY_SET_UP');

const wrongSetupCode = (): DomainError => forbidden('WRONG_SETUP_CODE');
