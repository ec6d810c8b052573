import { HTTPClient, Mistral } from '@mistralai/mistralai';
import { apiKey, origin, recorder } from './gateway.js';

/** The SDK as anybody would use it, and the answers that it saw. */
export function gateway(options = {}) {
  const { seen, fetch } = recorder();
  const httpClient = new HTTPClient({ fetcher: fetch });
  return { client: new Mistral({ serverURL: origin, apiKey, httpClient, ...options }), seen };
}
