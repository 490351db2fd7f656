type AskForPassword = () => Promise<boolean>;

let askForPassword: AskForPassword | null = null;

/** Who asks for the password where the server wants it again; true once it was given. */
export function whenPasswordIsNeeded(ask: AskForPassword): () => void {
  askForPassword = ask;
  return () => {
    askForPassword = null;
  };
}

/** What is refused for want of a fresh sign-in is done once the password was given; without it the refusal stands. */
export async function fetchFreshly(request: Request): Promise<Response> {
  // A form may hold a file, which is not to be kept twice; none of them needs this.
  const isForm = request.headers.get('content-type')?.startsWith('multipart/') ?? false;
  if (request.method === 'GET' || isForm) return fetch(request);
  const again = request.clone();
  const answer = await fetch(request);
  const isProblem = answer.headers.get('content-type')?.includes('json') ?? false;
  if (answer.status !== 403 || !isProblem || !askForPassword) return answer;
  const { code } = (await answer.clone().json()) as { code?: string };
  return code === 'FRESH_SIGN_IN_NEEDED' && (await askForPassword()) ? fetch(again) : answer;
}
