import { Injectable } from '@nestjs/common';
import { unauthenticated, type DomainError } from '../domain/errors.js';
import { DAY, SECOND } from '../domain/interval.js';
import { Audit } from '../platform/audit/audit.js';
import { Clock } from '../platform/clock/clock.js';
import { Config } from '../platform/config/config.js';
import { Database } from '../platform/database/database.js';
import { networkOf } from '../platform/http/networks.js';
import { digestOf, newId, newSecret } from '../platform/ids.js';
import { AttemptsService, type AttemptSubject } from './attempts.service.js';
import type { ClientInfo } from './client-info.js';
import { KnownDevicesRepository } from './known-devices.repository.js';
import { passwordMatches } from './passwords.js';
import { UsersRepository, type UserRow } from './users.repository.js';
import { normalizeEmail } from './users.service.js';

const DEVICE_DAYS = 180;
const HOUR_SECONDS = 3600;
const MOST_REFUSALS = { ofOneUser: 60, unknownFromOneAddress: 10, unknown: 200 };

/** The cookie that identifies a known device. It does not sign anybody in. */
export interface DeviceCookie {
  httpOnly: true;
  sameSite: 'lax';
  path: string;
  secure: boolean;
  maxAge: number;
}

/** Identifies the person who signs in: limits attempts and records refusals. */
@Injectable()
export class SignInService {
  readonly deviceCookieName: string;
  readonly deviceCookie: DeviceCookie;

  constructor(
    private readonly users: UsersRepository,
    private readonly devices: KnownDevicesRepository,
    private readonly attempts: AttemptsService,
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
    config: Config,
  ) {
    const secure = config.baseUrl.startsWith('https:');
    this.deviceCookieName = secure ? '__Host-afterhours_device' : 'afterhours_device';
    this.deviceCookie = {
      httpOnly: true,
      sameSite: 'lax',
      path: '/',
      secure,
      maxAge: (DEVICE_DAYS * DAY) / SECOND,
    };
  }

  /**
   * The user with this address and password. Throws the same error for an unknown address and for a wrong
   * password.
   */
  async identify(email: string, password: string, client: ClientInfo, device?: string): Promise<UserRow> {
    const account = normalizeEmail(email);
    const user = await this.users.findByEmail(account);
    const counted = await this.countedFor(account, user, client, device);
    const found = await this.attempts.prove(counted, async () => {
      const matches = await passwordMatches(user?.passwordHash ?? null, password);
      return matches ? user : null;
    });
    if (found) return found;
    await this.noteRefusal(account, user, client);
    throw wrongCredentials();
  }

  /** Remembers this device for the next sign-in of the same user. */
  async rememberDevice(userId: string, device: string | undefined): Promise<string> {
    const isKnown = device !== undefined && (await this.devices.isAnybodys(digestOf(device)));
    // A device token that no user has signed in with may come from an attacker.
    const token = isKnown ? device : newSecret().secret;
    await this.devices.remember(userId, digestOf(token), this.clock.date());
    return token;
  }

  async removeOldDevices(): Promise<void> {
    await this.devices.removeUnseenSince(new Date(this.clock.now() - DEVICE_DAYS * DAY));
  }

  /** A user on a known device is not blocked by attempts from elsewhere. */
  private async countedFor(
    account: string,
    user: UserRow | null,
    { address }: ClientInfo,
    device: string | undefined,
  ): Promise<AttemptSubject[]> {
    if (user && device !== undefined) {
      const digest = digestOf(device);
      if (await this.devices.isKnown(digest, user.id)) return [{ device: digest, userId: user.id }];
    }
    return [{ address }, { account }];
  }

  /**
   * Records a refusal, but so rarely that guessing cannot fill the trail. For an unknown account it stores
   * only text that looks like an address.
   */
  private async noteRefusal(account: string, user: UserRow | null, { address }: ClientInfo): Promise<void> {
    const { ofOneUser, unknownFromOneAddress, unknown } = MOST_REFUSALS;
    const isRare = user
      ? await this.attempts.isRare(`refused ${user.id}`, ofOneUser, HOUR_SECONDS)
      : (await this.attempts.isRare(
          `refused at ${networkOf(address)}`,
          unknownFromOneAddress,
          HOUR_SECONDS,
        )) && (await this.attempts.isRare('refused', unknown, HOUR_SECONDS));
    if (!isRare) return;
    // People sometimes type their password into the address field.
    const email = /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(account) ? account : null;
    await this.database.transaction(() =>
      this.audit.record({
        action: 'sign-in.refused',
        entity: user ? 'user' : 'sign-in',
        entityId: user?.id ?? newId(),
        details: { address, email },
      }),
    );
  }
}

export const wrongCredentials = (): DomainError => unauthenticated('WRONG_CREDENTIALS');
