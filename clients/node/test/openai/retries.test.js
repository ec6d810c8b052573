import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI from 'openai';
import { gateway, hello, script } from '../../openai.js';

/** The only pool of this model's provider is closed for two seconds by the provider's word. */
const closeForTwoSeconds = () => script('single', { fault: 'rate-limited-header' });

test('a short shortage is waited out in the gateway', async () => {
  const { client, seen } = gateway();
  await closeForTwoSeconds();
  const completion = await client.chat.completions.create({ model: 'single', messages: hello });
  assert.ok(completion.choices[0].message.content);
  assert.deepEqual(seen.map(({ status }) => status), [200]);
  assert.ok(Number(seen[0].headers.get('x-keywell-waited-ms')) >= 1000);
});

test('a refusal that says when to come again is retried by the SDK, and then answered', async () => {
  const { client, seen } = gateway({ defaultHeaders: { 'x-keywell-max-wait': '0' } });
  await closeForTwoSeconds();
  const completion = await client.chat.completions.create({ model: 'single', messages: hello });
  assert.ok(completion.choices[0].message.content);
  assert.deepEqual(seen.map(({ status }) => status), [429, 200]);
  const after = seen[0].headers.get('retry-after');
  assert.match(after, /^[1-9][0-9]*$/);
  assert.ok(Number(after) <= 60);
  assert.equal(seen[0].headers.get('x-should-retry'), 'true');
});

test('a refusal for longer than a minute is not retried', async () => {
  const { client, seen } = gateway();
  await client.chat.completions.create({ model: 'once-a-day', messages: hello });
  await assert.rejects(client.chat.completions.create({ model: 'once-a-day', messages: hello }), (error) => {
    assert.ok(error instanceof OpenAI.RateLimitError);
    assert.equal(error.code, 'keys_exhausted');
    assert.equal(error.type, 'rate_limit_error');
    return true;
  });
  assert.deepEqual(seen.map(({ status }) => status), [200, 429]);
  assert.equal(seen[1].headers.get('x-should-retry'), 'false');
  assert.ok(Number(seen[1].headers.get('retry-after')) > 60);
});

test("the provider's own limits and names stay behind the gateway", async () => {
  const { client, seen } = gateway({ maxRetries: 0, defaultHeaders: { 'x-keywell-max-wait': '0' } });
  await closeForTwoSeconds();
  await assert.rejects(client.chat.completions.create({ model: 'single', messages: hello }), (error) => {
    assert.equal(error.code, 'keys_exhausted');
    assert.doesNotMatch(error.message, /org[-_]|TPM|sk-/);
    return true;
  });
  assert.equal(seen[0].headers.get('retry-after-ms'), null);
  assert.equal(seen[0].headers.get('openai-organization'), null);
});
