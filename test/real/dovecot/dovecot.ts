import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../faults/product.js';
import { until } from '../../faults/wait-until.js';
import { SELF_SIGNED } from '../../support/certificates.js';

/** Debian's user for nothing in particular, to whom the mail belongs. */
const NOBODY = 65_534;

/** Debian's Dovecot with a folder, a port and one user of its own; over TLS only. */
export class Dovecot {
  static readonly USER = 'desk@example.edu';
  static readonly PASSWORD = 'an app password-1';
  private process: ChildProcess | null = null;
  private delivered = 0;

  private constructor(
    private readonly folder: string,
    readonly port: number,
  ) {}

  static async start(): Promise<Dovecot> {
    const server = new Dovecot(await mkdtemp(join(tmpdir(), 'afterhours-dovecot-')), await freePort());
    await server.furnish();
    await server.launch();
    return server;
  }

  get host(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** Who trusts this one trusts the server. */
  get certificate(): string {
    return join(this.folder, 'cert.pem');
  }

  /** A message arrives, as mail servers deliver it: at once. */
  async deliver(message: Buffer, folder = ''): Promise<void> {
    const name = `${Math.floor(Date.now() / 1_000)}.M${String(this.delivered++).padStart(6, '0')}.desk`;
    const maildir = join(this.maildir, folder);
    for (const part of ['cur', 'new', 'tmp']) await this.own(join(maildir, part));
    await this.own(maildir);
    const [begun, done] = [join(maildir, 'tmp', name), join(maildir, 'new', name)];
    await writeFile(begun, message);
    await chown(begun, NOBODY, NOBODY);
    await rename(begun, done);
  }

  /** The names of the stored messages; after `:2,` stand the marks of each. */
  async messages(): Promise<string[]> {
    const names = await Promise.all(['cur', 'new'].map((part) => readdir(join(this.maildir, part))));
    return names.flat().sort();
  }

  /** It forgets the numbers of its messages, as after a restored backup. */
  async renumber(): Promise<void> {
    await this.stop();
    for (const name of await readdir(this.maildir))
      if (name.startsWith('dovecot')) await rm(join(this.maildir, name));
    await this.launch();
  }

  async close(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  private get maildir(): string {
    return join(this.folder, 'mail');
  }

  private async own(path: string): Promise<void> {
    await mkdir(path, { recursive: true });
    await chown(path, NOBODY, NOBODY);
  }

  private async furnish(): Promise<void> {
    await chmod(this.folder, 0o755);
    await this.own(this.maildir);
    await writeFile(join(this.folder, 'users'), `${Dovecot.USER}:{PLAIN}${Dovecot.PASSWORD}\n`);
    await writeFile(this.certificate, SELF_SIGNED.cert);
    await writeFile(join(this.folder, 'key.pem'), SELF_SIGNED.key);
    await writeFile(join(this.folder, 'dovecot.conf'), this.configuration());
  }

  private configuration(): string {
    const { folder, port, maildir } = this;
    return `
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <${folder}/cert.pem
ssl_key = <${folder}/key.pem
first_valid_uid = 1
mail_location = maildir:${maildir}
passdb {
  driver = passwd-file
  args = ${folder}/users
}
userdb {
  driver = static
  args = uid=${NOBODY} gid=${NOBODY} home=${maildir} allow_all_users=yes
}
service imap-login {
  chroot =
  inet_listener imap {
    port = 0
  }
  inet_listener imaps {
    port = ${port}
    ssl = yes
  }
}
service anvil {
  chroot =
}
`;
  }

  private async launch(): Promise<void> {
    const child = spawn('/usr/sbin/dovecot', ['-F', '-c', join(this.folder, 'dovecot.conf')], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.process = child;
    let output = '';
    child.stderr.on('data', (data) => (output += String(data)));
    await until('Dovecot answers', async () => {
      if (child.exitCode !== null) {
        const log = await readFile(join(this.folder, 'log'), 'utf8').catch(() => '');
        throw new Error(`Dovecot did not start: ${output}${log}`);
      }
      return isOpen(this.port);
    });
  }

  /** Its master ends the others. */
  private async stop(): Promise<void> {
    const child = this.process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill('SIGTERM');
    await exit;
  }
}

async function isOpen(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
