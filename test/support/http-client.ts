/** An answer with its JSON parsed. The body has no type, because tests assert what they read. */
export interface Answer {
  status: number;
  headers: Headers;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
}

/** Sends the requests of one caller, with the caller's headers. */
export class HttpClient {
  readonly baseUrl: string;
  readonly headers: Record<string, string>;

  // Without parameter properties: Node runs the benchmarks by stripping types, which does not support them.
  constructor(baseUrl: string, headers: Record<string, string> = {}) {
    this.baseUrl = baseUrl;
    this.headers = headers;
  }

  with(headers: Record<string, string>): HttpClient {
    return new HttpClient(this.baseUrl, { ...this.headers, ...headers });
  }

  get(path: string, headers?: Record<string, string>): Promise<Answer> {
    return this.send('GET', path, undefined, headers);
  }

  post(path: string, body: unknown = {}, headers?: Record<string, string>): Promise<Answer> {
    return this.send('POST', path, body, headers);
  }

  patch(path: string, body: unknown, headers?: Record<string, string>): Promise<Answer> {
    return this.send('PATCH', path, body, headers);
  }

  delete(path: string, headers?: Record<string, string>): Promise<Answer> {
    return this.send('DELETE', path, undefined, headers);
  }

  /** Sends forms, text and bytes unchanged, and everything else as JSON. */
  async send(
    method: string,
    path: string,
    body: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const isForm = body instanceof FormData;
    const isRaw = typeof body === 'string' || body instanceof Uint8Array;
    const response = await fetch(
      `${this.baseUrl}${path.startsWith('/health') || path.startsWith('/metrics') ? '' : '/api/v1'}${path}`,
      {
        method,
        headers: {
          ...this.headers,
          ...(body === undefined || isForm ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined
          ? {}
          : {
              body:
                isForm || isRaw
                  ? (body as FormData | string | Uint8Array<ArrayBuffer>)
                  : JSON.stringify(body),
            }),
      },
    );
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    return {
      status: response.status,
      headers: response.headers,
      body: isJson ? (JSON.parse(text) as unknown) : text,
    };
  }
}
