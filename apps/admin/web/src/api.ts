/** Why the server did not do what it was asked to. */
class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** Says it is our page that asks: no other page can send this. */
const OWN = { 'X-Chorale-Admin': '1' };

const problemOf = async (response: Response): Promise<ApiProblem> => {
  const body: unknown = await response.json().catch(() => null);
  const hasMessage = typeof body === 'object' && body !== null && 'message' in body;
  const message = hasMessage ? String(body.message) : `The server answered ${response.status}.`;
  return new ApiProblem(response.status, message);
};

const send = async (path: string, init: RequestInit): Promise<Response> => {
  const response = await fetch(path, init).catch(() => {
    throw new ApiProblem(0, 'The admin app cannot be reached.');
  });
  if (!response.ok) throw await problemOf(response);
  return response;
};

/** Asks the server; rejects with an ApiProblem. The page and its server are of one release: answers are trusted to have their shape. */
export const getJson = async <T>(path: string): Promise<T> =>
  (await (await send(path, {})).json()) as T; // of one release

/** Has something done; rejects with an ApiProblem. */
export const postJson = async <T>(path: string, body: unknown): Promise<T> =>
  (await (await postRaw(path, body)).json()) as T; // of one release

/** As `postJson`, where the answer is no JSON. */
export const postRaw = (path: string, body: unknown): Promise<Response> =>
  send(path, {
    method: 'POST',
    headers: { ...OWN, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });

/** Sends a form with files. */
export const postForm = async (path: string, body: FormData): Promise<void> => {
  await send(path, { method: 'POST', headers: OWN, body });
};

/** Removes something. */
export const remove = async (path: string): Promise<void> => {
  await send(path, { method: 'DELETE', headers: OWN });
};

/** What went wrong, for people. */
export const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
