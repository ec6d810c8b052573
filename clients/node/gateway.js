/** Where the gateway is and who calls; see ../run and ../keywell.yaml for what it is set up with. */
export const origin = required('BASE_URL');
export const apiKey = required('API_KEY');

function required(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; clients/run sets it`);
  return value;
}

/** A `fetch` for an SDK, and what it saw: the status and headers of each HTTP exchange, retries included. */
export function recorder() {
  const seen = [];
  const record = async (...args) => {
    const response = await fetch(...args);
    seen.push({ status: response.status, headers: response.headers });
    return response;
  };
  return { seen, fetch: record };
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

/** From now on a simulated provider says to every request that its key's limit is reached. */
export const runDry = (provider) => script(provider, { fault: 'rate-limited-header', times: 0 });
