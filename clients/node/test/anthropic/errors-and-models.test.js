import assert from 'node:assert/strict';
import { test } from 'node:test';
import Anthropic from '@anthropic-ai/sdk';
import { runDry, script } from '../../gateway.js';
import { gateway } from '../../anthropic.js';

const hello = { model: 'on-anthropic', max_tokens: 200, messages: [{ role: 'user', content: 'Say hello.' }] };

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

test('a wrong key is an AuthenticationError', async () => {
  const { client, seen } = gateway({ apiKey: 'kw-nobody' });
  const error = await failure(Anthropic.AuthenticationError, () => client.messages.create(hello));
  assert.equal(error.error.type, 'error');
  assert.equal(error.error.error.type, 'authentication_error');
  assert.ok(error.requestID);
  assert.equal(seen.length, 1);
});

test('an unknown model is a NotFoundError, for a stream too', async () => {
  const { client } = gateway();
  const call = { ...hello, model: 'no-such-model' };
  const error = await failure(Anthropic.NotFoundError, () => client.messages.create(call));
  assert.equal(error.error.error.type, 'not_found_error');
  await failure(Anthropic.NotFoundError, () => client.messages.stream(call).finalMessage());
});

test('a model that the caller may not use is a PermissionDeniedError', async () => {
  const { client } = gateway({ apiKey: process.env.NARROW_API_KEY });
  await failure(Anthropic.PermissionDeniedError, () => client.messages.create(hello));
});

test('a request without messages is a BadRequestError', async () => {
  const { client } = gateway();
  const error = await failure(Anthropic.BadRequestError, () => client.messages.create({ model: 'on-anthropic', max_tokens: 9 }));
  assert.equal(error.error.error.type, 'invalid_request_error');
});

test("another family's word about the caller's own mistake comes in Anthropic's words", async () => {
  const { client } = gateway();
  const error = await failure(Anthropic.BadRequestError, () => client.messages.create({ ...hello, model: 'too-long' }));
  assert.equal(error.error.error.type, 'invalid_request_error');
  assert.match(error.message, /maximum context length/);
});

test('when everything is dry the refusal is a RateLimitError that says when to come again', async () => {
  await runDry('dry-anthropic');
  const { client } = gateway({ maxRetries: 0, defaultHeaders: { 'x-keywell-max-wait': '0' } });
  const call = { ...hello, model: 'dry-anthropic/claude-sonnet-4-5' };
  const error = await failure(Anthropic.RateLimitError, () => client.messages.create(call));
  assert.equal(error.error.error.type, 'rate_limit_error');
  assert.ok(Number(error.headers.get('retry-after')) > 0);
});

test('an error before the first content moves on to another family', async () => {
  await script('dry-anthropic', { fault: 'error-event-first', times: 0, model: 'claude-sonnet-4-5' });
  const { client } = gateway();
  const message = await client.messages.stream({ ...hello, model: 'anthropic-then-openai' }).finalMessage();
  assert.ok(message.content[0].text.length > 0);
});

for (const [model, what] of [['fails-later', 'an error in the middle of'], ['breaks', 'a cut in the middle of']]) {
  test(`${what} another family's stream is thrown by the SDK`, async () => {
    const { client } = gateway();
    let text = '';
    await failure(Anthropic.APIError, async () => {
      for await (const event of await client.messages.create({ ...hello, model, stream: true })) {
        text += event.delta?.text ?? '';
      }
    });
    assert.ok(text.length > 0, 'what came before is delivered');
  });
}

test('models are listed and retrieved', async () => {
  const { client } = gateway();
  const ids = [];
  for await (const model of client.models.list()) {
    assert.equal(model.type, 'model');
    ids.push(model.id);
  }
  assert.ok(ids.includes('smart') && ids.includes('on-anthropic'), ids.join(' '));
  assert.equal((await client.models.retrieve('smart')).id, 'smart');
});
