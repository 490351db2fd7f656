type AskForPassword = () => Promise<boolean>;

let askForPassword: AskForPassword | null = null;
const waiting = new Set<(ask: AskForPassword) => void>();
/** The dialog for the password is loaded after the page. This is the longest wait for it. */
const LOADING_MILLIS = 10_000;

/** Registers the function that asks for the password; it returns true once the password was given. */
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

/**
 * Repeats a request that was refused for want of a fresh sign-in, once the password was given. Otherwise the
 * refusal stays.
 */
export async function fetchFreshly(request: Request): Promise<Response> {
  // A form may contain a file, which should not be stored twice; no form needs a fresh sign-in.
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
