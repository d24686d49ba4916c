// How scripts read what the server answers.

/** Whether an error means that there is no network: fetch() rejects with a TypeError then. */
export const isOffline = (error) => error instanceof TypeError;

export const isJson = (response) => (response.headers.get("Content-Type") || "").includes("json");

/**
 * Return the JSON of `response`. Where a page came instead, throw an error for the user: `loggedOut` where the log-in
 * has ended (the error then has `isLoggedOut`), otherwise `failed`.
 */
export async function readJson(response, { loggedOut, failed }) {
  if (isJson(response)) return response.json();
  if (response.redirected || response.status === 403) {
    throw Object.assign(new Error(loggedOut), { isLoggedOut: true });
  }
  throw new Error(failed);
}
