import Anthropic from '@anthropic-ai/sdk';
import { apiKey, origin, recorder } from './gateway.js';

/** The SDK as anybody would use it, and the answers that it saw. */
export function gateway(options = {}) {
  const { seen, fetch } = recorder();
  return { client: new Anthropic({ baseURL: origin, apiKey, fetch, ...options }), seen };
}
