import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gateway, hello, runDry } from '../../openai.js';

const weather = {
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'The weather at a place',
    parameters: { type: 'object', properties: { input: { type: 'string' } }, required: ['input'] },
  },
};
const question = [{ role: 'system', content: 'Be brief.' }, { role: 'user', content: 'Weather in Oslo?' }];
const asksWeather = { messages: question, tools: [weather], tool_choice: { type: 'function', function: { name: 'get_weather' } } };

const models = [
  ['on-anthropic', 'anthropic'],
  ['on-gemini', 'gemini'],
  ['openai-then-anthropic', 'anthropic'],
  ['openai-then-gemini', 'gemini'],
];
const dry = (model) => model.startsWith('openai-then-') && runDry('dry-openai');

for (const [model, provider] of models) {
  test(`${model}: a chat completion`, async () => {
    await dry(model);
    const { client, seen } = gateway();
    const completion = await client.chat.completions.create({ model, messages: hello });
    assert.equal(completion.object, 'chat.completion');
    assert.equal(completion.choices[0].finish_reason, 'stop');
    assert.match(completion.choices[0].message.content, /Say hello/);
    assert.ok(completion.usage.prompt_tokens > 0);
    assert.equal(completion.usage.total_tokens, completion.usage.prompt_tokens + completion.usage.completion_tokens);
    assert.deepEqual(seen.map(({ status }) => status), [200]);
    assert.equal(seen[0].headers.get('x-keywell-provider'), provider);
  });

  test(`${model}: a stream with usage`, async () => {
    await dry(model);
    const { client } = gateway();
    const stream = await client.chat.completions.create({
      model,
      messages: hello,
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks = [];
    for await (const chunk of stream) chunks.push(chunk);
    const last = chunks.pop();
    assert.deepEqual(last.choices, []);
    assert.ok(last.usage.total_tokens > 0);
    assert.ok(chunks.length > 2);
    assert.match(chunks.map(({ choices }) => choices[0].delta.content ?? '').join(''), /Say hello/);
    assert.equal(chunks.at(-1).choices[0].finish_reason, 'stop');
    assert.equal(new Set([...chunks, last].map(({ id }) => id)).size, 1);
  });

  test(`${model}: a tool is called and its result taken`, async () => {
    await dry(model);
    const { client } = gateway();
    const asked = await client.chat.completions.create({ model, ...asksWeather });
    assert.equal(asked.choices[0].finish_reason, 'tool_calls');
    const message = asked.choices[0].message;
    const [call] = message.tool_calls;
    assert.ok(call.id);
    assert.equal(call.function.name, 'get_weather');
    assert.equal(typeof JSON.parse(call.function.arguments), 'object');
    const told = await client.chat.completions.create({
      model,
      messages: [...question, message, { role: 'tool', tool_call_id: call.id, content: '4 degrees, rain' }],
      tools: [weather],
    });
    assert.equal(told.choices[0].finish_reason, 'stop');
    assert.ok(told.choices[0].message.content.length > 0);
  });

  test(`${model}: the SDK's stream helper puts a tool call together`, async () => {
    await dry(model);
    const { client } = gateway();
    const completion = await client.chat.completions.stream({ model, ...asksWeather }).finalChatCompletion();
    assert.equal(completion.choices[0].finish_reason, 'tool_calls');
    const [call] = completion.choices[0].message.tool_calls;
    assert.ok(call.id);
    assert.equal(call.function.name, 'get_weather');
    assert.equal(typeof JSON.parse(call.function.arguments), 'object');
  });
}

test('what another family cannot take is named', async () => {
  const { client, seen } = gateway();
  await client.chat.completions.create({ model: 'on-anthropic', messages: hello, seed: 7 });
  assert.match(seen[0].headers.get('x-keywell-lossy'), /seed/);
});

test("embeddings of another family come in the SDK's own encoding", async () => {
  const { client } = gateway();
  const { data } = await client.embeddings.create({ model: 'embed-gemini', input: ['one', 'two'] });
  assert.equal(data.length, 2);
  for (const { embedding } of data) assert.ok(embedding.length > 1 && embedding.every(Number.isFinite));
});
