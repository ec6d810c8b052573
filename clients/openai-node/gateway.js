import OpenAI from 'openai';

/** Where the gateway is and who calls; see ../run and ../keywell.yaml for what it is set up with. */
const origin = required('BASE_URL');
export const apiKey = required('API_KEY');

function required(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; clients/run sets it`);
  return value;
}

/**
 * The SDK as anybody would use it, and a record of the answers that it saw: `seen` holds the status and headers of each
 * HTTP exchange, retries included.
 */
export function gateway(options = {}) {
  const seen = [];
  const client = new OpenAI({
    baseURL: `${origin}/v1`,
    apiKey,
    fetch: async (...args) => {
      const response = await fetch(...args);
      seen.push({ status: response.status, headers: response.headers });
      return response;
    },
    ...options,
  });
  return { client, seen };
}

/** Makes a simulated provider fail, once unless told otherwise. */
export async function script(provider, rule) {
  const response = await fetch(`${origin}/simulator/${provider}/_faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ times: 1, ...rule }),
  });
  if (!response.ok) throw new Error(`the simulator refused the fault: ${await response.text()}`);
}

export const hello = [{ role: 'user', content: 'Say hello.' }];
