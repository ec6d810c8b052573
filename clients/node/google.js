import { GoogleGenAI } from '@google/genai';
import { apiKey, origin, recorder } from './gateway.js';

/** The SDK as anybody would use it, and the answers that it saw. */
export function gateway({ httpOptions, ...options } = {}) {
  const { seen, fetch } = recorder();
  const client = new GoogleGenAI({ apiKey, httpOptions: { baseUrl: origin, fetch, ...httpOptions }, ...options });
  return { client, seen };
}
