import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { LocalSystem } from './local-system.js';

/** A server with one file behind a link that is a key. */
export class FileHost extends LocalSystem {
  static readonly KEY = 'k3Jw9-never-shown';
  content: Buffer = Buffer.alloc(0);
  /** It tells a mark of the content, and answers 304 to who knows it. */
  hasMarks = false;
  headers: Record<string, string> = {};
  asked: IncomingMessage['headers'][] = [];
  statuses: number[] = [];
  /** Answers instead when it returns true. */
  hook: (response: ServerResponse, asked: IncomingMessage) => boolean | undefined = () => undefined;

  get url(): string {
    return `http://${this.host}/s/${FileHost.KEY}/download?format=csv`;
  }

  reset(): void {
    Object.assign(this, { hasMarks: false, headers: {}, asked: [], statuses: [] });
    this.content = Buffer.alloc(0);
    this.hook = () => undefined;
  }

  /** Lines, each with a line break behind it. */
  write(...lines: string[]): void {
    this.content = Buffer.from(lines.map((line) => `${line}\n`).join(''));
  }

  protected answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.asked.push(request.headers);
    response.on('finish', () => this.statuses.push(response.statusCode));
    if (this.hook(response, request)) return Promise.resolve();
    const mark = `"${createHash('sha256').update(this.content).digest('hex').slice(0, 12)}"`;
    if (this.hasMarks) response.setHeader('etag', mark);
    for (const [name, value] of Object.entries(this.headers)) response.setHeader(name, value);
    if (!request.url?.includes(FileHost.KEY)) response.writeHead(404).end();
    else if (this.hasMarks && request.headers['if-none-match'] === mark) response.writeHead(304).end();
    else response.end(this.content);
    return Promise.resolve();
  }
}
