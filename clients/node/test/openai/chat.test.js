import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gateway, hello } from '../../openai.js';

const weather = {
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'The weather at a place',
    parameters: { type: 'object', properties: { input: { type: 'string' } }, required: ['input'] },
  },
};
const callsWeather = {
  model: 'smart',
  messages: [{ role: 'user', content: 'Weather in Oslo?' }],
  tools: [weather],
  tool_choice: { type: 'function', function: { name: 'get_weather' } },
};

test('a chat completion is answered', async () => {
  const { client, seen } = gateway();
  const { data, response, request_id } = await client.chat.completions
    .create({ model: 'smart', messages: hello })
    .withResponse();
  assert.equal(data.object, 'chat.completion');
  assert.equal(data.choices[0].message.role, 'assistant');
  assert.ok(data.choices[0].message.content.length > 0);
  assert.ok(data.usage.prompt_tokens > 0 && data.usage.completion_tokens > 0);
  assert.equal(data.usage.total_tokens, data.usage.prompt_tokens + data.usage.completion_tokens);
  assert.ok(request_id);
  assert.equal(data._request_id, request_id);
  for (const name of ['x-keywell-provider', 'x-keywell-model', 'x-keywell-key', 'x-keywell-attempts']) {
    assert.ok(response.headers.get(name), `${name} is missing`);
  }
  assert.equal(seen.length, 1);
});

test('a stream is read to its end', async () => {
  const { client } = gateway();
  const stream = await client.chat.completions.create({ model: 'smart', messages: hello, stream: true });
  let text = '';
  let finish = null;
  let chunks = 0;
  for await (const chunk of stream) {
    assert.equal(chunk.object, 'chat.completion.chunk');
    assert.ok(!chunk.usage, 'usage was not asked for');
    assert.equal(chunk.choices.length, 1, 'the chunk of usage was not asked for');
    text += chunk.choices[0].delta.content ?? '';
    finish = chunk.choices[0].finish_reason ?? finish;
    chunks++;
  }
  assert.ok(text.length > 0);
  assert.ok(chunks > 2);
  assert.ok(['stop', 'length'].includes(finish), finish);
});

test('a stream ends with usage when it is asked for', async () => {
  const { client } = gateway();
  const stream = await client.chat.completions.create({
    model: 'smart',
    messages: hello,
    stream: true,
    stream_options: { include_usage: true },
  });
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  const last = chunks.pop();
  assert.deepEqual(last.choices, []);
  assert.ok(last.usage.total_tokens > 0);
  assert.ok(chunks.every((chunk) => chunk.usage === null));
});

test("the SDK's stream helper puts the answer together", async () => {
  const { client } = gateway();
  const runner = client.chat.completions.stream({ model: 'smart', messages: hello });
  const pieces = [];
  runner.on('content', (delta) => pieces.push(delta));
  const completion = await runner.finalChatCompletion();
  assert.equal(pieces.join(''), completion.choices[0].message.content);
});

test('a caller that leaves a stream can call again', async () => {
  const { client } = gateway();
  const stream = await client.chat.completions.create({ model: 'smart', messages: hello, stream: true });
  for await (const chunk of stream) {
    if (chunk.choices[0].delta.content) break;
  }
  const completion = await client.chat.completions.create({ model: 'smart', messages: hello });
  assert.ok(completion.choices[0].message.content);
});

test('a tool is called and its result taken', async () => {
  const { client } = gateway();
  const asked = await client.chat.completions.create(callsWeather);
  const message = asked.choices[0].message;
  assert.equal(asked.choices[0].finish_reason, 'tool_calls');
  const [call] = message.tool_calls;
  assert.equal(call.type, 'function');
  assert.equal(call.function.name, 'get_weather');
  assert.equal(typeof JSON.parse(call.function.arguments), 'object');
  const told = await client.chat.completions.create({
    model: 'smart',
    messages: [...callsWeather.messages, message, { role: 'tool', tool_call_id: call.id, content: '4 degrees, rain' }],
    tools: [weather],
  });
  assert.ok(told.choices[0].message.content.length > 0);
});

test('a tool is called in a stream', async () => {
  const { client } = gateway();
  const stream = await client.chat.completions.create({ ...callsWeather, stream: true });
  const calls = [];
  let finish = null;
  for await (const { choices } of stream) {
    for (const delta of choices[0].delta.tool_calls ?? []) {
      const call = (calls[delta.index] ??= { arguments: '' });
      call.id ??= delta.id;
      call.name ??= delta.function.name;
      call.arguments += delta.function.arguments ?? '';
    }
    finish = choices[0].finish_reason ?? finish;
  }
  assert.equal(finish, 'tool_calls');
  assert.equal(calls.length, 1);
  assert.ok(calls[0].id);
  assert.equal(calls[0].name, 'get_weather');
  assert.equal(typeof JSON.parse(calls[0].arguments), 'object');
});

test('text that is not ASCII comes through', async () => {
  const { client } = gateway();
  const text = 'Grüße, 東京, 🗝️';
  const completion = await client.chat.completions.create({ model: 'smart', messages: [{ role: 'user', content: text }] });
  assert.ok(completion.choices[0].message.content.includes(text), 'the simulator repeats what it heard');
});

test('a model is also found by provider and name', async () => {
  const { client } = gateway();
  const completion = await client.chat.completions.create({ model: 'alpha/gpt-4o-mini', messages: hello });
  assert.equal(completion.model, 'gpt-4o-mini');
});

test('a completion of the older kind is answered', async () => {
  const { client } = gateway();
  const completion = await client.completions.create({ model: 'smart', prompt: 'Say hello.' });
  assert.equal(completion.object, 'text_completion');
  assert.ok(completion.choices[0].text.length > 0);
});
