type AskForPassword = () => Promise<boolean>;

let askForPassword: AskForPassword | null = null;
const waiting = new Set<(ask: AskForPassword) => void>();
/** The dialog that asks is fetched after the page; no longer than this is it waited for. */
const LOADING_MILLIS = 10_000;

/** Who asks for the password where the server wants it again; true once it was given. */
export function whenPasswordIsNeeded(ask: AskForPassword): () => void {
  askForPassword = ask;
  for (const found of waiting) found(ask);
  waiting.clear();
  return () => {
    askForPassword = null;
  };
}

const whoAsks = (): Promise<AskForPassword | null> =>
  askForPassword
    ? Promise.resolve(askForPassword)
    : new Promise((resolve) => {
        waiting.add(resolve);
        setTimeout(() => {
          waiting.delete(resolve);
          resolve(null);
        }, LOADING_MILLIS);
      });

/** What is refused for want of a fresh sign-in is done once the password was given; without it the refusal stands. */
export async function fetchFreshly(request: Request): Promise<Response> {
  // A form may hold a file, which is not to be kept twice; none of them needs this.
  const isForm = request.headers.get('content-type')?.startsWith('multipart/') ?? false;
  if (request.method === 'GET' || isForm) return fetch(request);
  const again = request.clone();
  const answer = await fetch(request);
  const isProblem = answer.headers.get('content-type')?.includes('json') ?? false;
  if (answer.status !== 403 || !isProblem) return answer;
  const { code } = (await answer.clone().json()) as { code?: string };
  if (code !== 'FRESH_SIGN_IN_NEEDED') return answer;
  const ask = await whoAsks();
  return ask && (await ask()) ? fetch(again) : answer;
}
