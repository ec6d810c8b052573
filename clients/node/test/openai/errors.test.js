import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI from 'openai';
import { gateway, hello, script } from '../../openai.js';

/** The error that the SDK throws, after it was seen to be of that class. */
async function failure(type, call) {
  try {
    await call();
  } catch (error) {
    assert.ok(error instanceof type, `expected ${type.name}: ${error.stack}`);
    return error;
  }
  assert.fail(`expected ${type.name}`);
}

function chat(client, more = {}) {
  return () => client.chat.completions.create({ model: 'smart', messages: hello, ...more });
}

test('a wrong key is an AuthenticationError', async () => {
  const { client, seen } = gateway({ apiKey: 'kw-nobody' });
  const error = await failure(OpenAI.AuthenticationError, chat(client));
  assert.equal(error.code, 'invalid_api_key');
  assert.ok(error.requestID);
  assert.ok(!error.message.includes('kw-nobody'), 'the key is in the message');
  assert.equal(seen.length, 1);
});

test('an unknown model is a NotFoundError', async () => {
  const { client } = gateway();
  const error = await failure(OpenAI.NotFoundError, chat(client, { model: 'no-such-model' }));
  assert.equal(error.code, 'model_not_found');
});

test('a model that the caller may not use is a PermissionDeniedError', async () => {
  const { client } = gateway({ apiKey: process.env.NARROW_API_KEY });
  const error = await failure(OpenAI.PermissionDeniedError, chat(client));
  assert.equal(error.code, 'model_not_allowed');
});

test('a request without a model is a BadRequestError', async () => {
  const { client } = gateway();
  const error = await failure(OpenAI.BadRequestError, chat(client, { model: undefined }));
  assert.equal(error.type, 'invalid_request_error');
});

test('a model that is no text is a BadRequestError', async () => {
  const { client } = gateway();
  await failure(OpenAI.BadRequestError, chat(client, { model: 7 }));
});

test("what the provider says about the caller's own mistake reaches the caller", async () => {
  const { client, seen } = gateway();
  const error = await failure(OpenAI.BadRequestError, chat(client, { model: 'too-long' }));
  assert.equal(error.code, 'context_length_exceeded');
  assert.match(error.message, /maximum context length/);
  assert.equal(seen.length, 1);
});

test("the caller's own limit is a RateLimitError of its own kind", async () => {
  const { client, seen } = gateway({ apiKey: process.env.SLOW_API_KEY, maxRetries: 0 });
  await chat(client)();
  const error = await failure(OpenAI.RateLimitError, chat(client));
  assert.equal(error.code, 'consumer_rate_limited');
  assert.ok(Number(error.headers.get('retry-after')) > 0);
  assert.equal(seen[1].headers.get('x-ratelimit-limit-requests'), '1');
});

test('a bad credential of the gateway is never shown to its caller', async () => {
  const { client } = gateway();
  await script('alpha', { fault: 'invalid-key', model: 'gpt-4o' });
  const completion = await chat(client)();
  assert.ok(completion.choices[0].message.content);
});

test('an error before the first content of a stream is not seen', async () => {
  const { client } = gateway();
  await script('alpha', { fault: 'error-event-first', model: 'guarded' });
  let text = '';
  for await (const chunk of await chat(client, { model: 'guarded', stream: true })()) text += chunk.choices[0].delta.content ?? '';
  assert.ok(text.length > 0);
});

test('an error in the middle of a stream is thrown by the SDK', async () => {
  const { client } = gateway();
  let text = '';
  const error = await failure(OpenAI.APIError, async () => {
    for await (const chunk of await chat(client, { model: 'fails-later', stream: true })()) text += chunk.choices[0].delta.content ?? '';
  });
  assert.ok(text.length > 0, 'what came before is delivered');
  assert.ok(error.message.length > 0);
});

test('a stream that the provider cuts off is thrown by the SDK', async () => {
  const { client } = gateway();
  await failure(OpenAI.APIError, async () => {
    for await (const chunk of await chat(client, { model: 'breaks', stream: true })()) assert.ok(chunk.choices);
  });
});
