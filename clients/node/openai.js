import OpenAI from 'openai';
import { apiKey, origin, recorder } from './gateway.js';

export { runDry, script } from './gateway.js';

/** The SDK as anybody would use it, and the answers that it saw. */
export function gateway(options = {}) {
  const { seen, fetch } = recorder();
  return { client: new OpenAI({ baseURL: `${origin}/v1`, apiKey, fetch, ...options }), seen };
}

export const hello = [{ role: 'user', content: 'Say hello.' }];
