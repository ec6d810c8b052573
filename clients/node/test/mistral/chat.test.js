import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MistralError } from '@mistralai/mistralai/models/errors';
import { runDry } from '../../gateway.js';
import { gateway } from '../../mistral.js';

const hello = { messages: [{ role: 'user', content: 'Say hello.' }] };
const weather = {
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'The weather at a place',
    parameters: { type: 'object', properties: { input: { type: 'string' } }, required: ['input'] },
  },
};
const question = { role: 'user', content: 'Weather in Oslo?' };
const asksWeather = {
  messages: [{ role: 'system', content: 'Be brief.' }, question],
  tools: [weather],
  toolChoice: { type: 'function', function: { name: 'get_weather' } },
};

const models = [
  ['on-mistral', 'mistral'],
  ['on-anthropic', 'anthropic'],
  ['on-gemini', 'gemini'],
  ['on-bedrock', 'bedrock'],
  ['smart', 'alpha'],
  ['mistral-then-anthropic', 'anthropic'],
  ['mistral-then-gemini', 'gemini'],
];

/** The error that the SDK throws, after it was seen to have that status. */
async function failure(status, call) {
  try {
    await call();
  } catch (error) {
    assert.ok(error instanceof MistralError, error.stack);
    assert.equal(error.statusCode, status, error.body);
    return JSON.parse(error.body).error;
  }
  assert.fail(`expected a MistralError ${status}`);
}

function argumentsOf(call) {
  const given = call.function.arguments;
  return typeof given === 'string' ? JSON.parse(given) : given;
}

for (const [model, provider] of models) {
  const dry = () => model.startsWith('mistral-then-') && runDry('dry-mistral');

  test(`${model}: a chat completion`, async () => {
    await dry();
    const { client, seen } = gateway();
    const completion = await client.chat.complete({ model, ...hello });
    assert.match(completion.choices[0].message.content, /Say hello/);
    assert.equal(completion.choices[0].finishReason, 'stop');
    assert.ok(completion.usage.promptTokens > 0);
    assert.equal(completion.usage.totalTokens, completion.usage.promptTokens + completion.usage.completionTokens);
    assert.deepEqual(seen.map(({ status }) => status), [200]);
    assert.equal(seen[0].headers.get('x-keywell-provider'), provider);
  });

  test(`${model}: a stream`, async () => {
    await dry();
    const { client } = gateway();
    const chunks = [];
    for await (const { data } of await client.chat.stream({ model, ...hello })) chunks.push(data);
    assert.ok(chunks.length > 2);
    assert.match(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join(''), /Say hello/);
    assert.ok(chunks.some(({ choices }) => choices[0]?.finishReason === 'stop'));
  });

  test(`${model}: a tool is called and its result taken`, async () => {
    await dry();
    const { client } = gateway();
    const asked = await client.chat.complete({ model, ...asksWeather });
    assert.equal(asked.choices[0].finishReason, 'tool_calls');
    const { message } = asked.choices[0];
    const [call] = message.toolCalls;
    assert.equal(call.function.name, 'get_weather');
    assert.equal(typeof argumentsOf(call), 'object');
    const result = { role: 'tool', toolCallId: call.id, name: 'get_weather', content: '4 degrees, rain' };
    const told = await client.chat.complete({ model, messages: [question, message, result], tools: [weather] });
    assert.equal(told.choices[0].finishReason, 'stop');
    assert.ok(told.choices[0].message.content.length > 0);
  });

  test(`${model}: a tool is called in a stream`, async () => {
    await dry();
    const { client } = gateway();
    const calls = [];
    let finish = null;
    for await (const { data } of await client.chat.stream({ model, ...asksWeather })) {
      calls.push(...(data.choices[0]?.delta.toolCalls ?? []));
      finish = data.choices[0]?.finishReason ?? finish;
    }
    assert.equal(finish, 'tool_calls');
    assert.equal(calls.length, 1);
    assert.equal(calls[0].function.name, 'get_weather');
    assert.equal(typeof argumentsOf(calls[0]), 'object');
  });
}

test('a wrong key is an error 401', async () => {
  const { client, seen } = gateway({ apiKey: 'kw-nobody' });
  const error = await failure(401, () => client.chat.complete({ model: 'on-mistral', ...hello }));
  assert.equal(error.code, 'invalid_api_key');
  assert.equal(seen.length, 1);
});

test('an unknown model is an error 404, for a stream too', async () => {
  const { client } = gateway();
  const call = { model: 'no-such-model', ...hello };
  const error = await failure(404, () => client.chat.complete(call));
  assert.equal(error.code, 'model_not_found');
  await failure(404, () => client.chat.stream(call));
});

test('when everything is dry the refusal is an error 429', async () => {
  await runDry('dry-mistral');
  const { client } = gateway();
  const call = { model: 'dry-mistral/mistral-large-latest', ...hello };
  const error = await failure(429, () => client.chat.complete(call, { headers: { 'x-keywell-max-wait': '0' } }));
  assert.equal(error.code, 'keys_exhausted');
});

test('models are listed and retrieved', async () => {
  const { client } = gateway();
  const { data } = await client.models.list();
  assert.ok(data.some(({ id }) => id === 'on-mistral'));
  assert.equal((await client.models.retrieve({ modelId: 'smart' })).id, 'smart');
});
