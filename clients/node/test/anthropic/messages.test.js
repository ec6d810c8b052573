import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runDry } from '../../gateway.js';
import { gateway } from '../../anthropic.js';

const hello = { max_tokens: 200, messages: [{ role: 'user', content: 'Say hello.' }] };
const weather = {
  name: 'get_weather',
  description: 'The weather at a place',
  input_schema: { type: 'object', properties: { input: { type: 'string' } }, required: ['input'] },
};
const question = { role: 'user', content: 'Weather in Oslo?' };
const asksWeather = {
  max_tokens: 200,
  system: 'Be brief.',
  messages: [question],
  tools: [weather],
  tool_choice: { type: 'tool', name: 'get_weather' },
};

const models = [
  ['on-anthropic', 'anthropic'],
  ['smart', 'alpha'],
  ['on-gemini', 'gemini'],
  ['anthropic-then-openai', 'alpha'],
  ['anthropic-then-gemini', 'gemini'],
];

for (const [model, provider] of models) {
  const dry = () => model.startsWith('anthropic-then-') && runDry('dry-anthropic');

  test(`${model}: a message`, async () => {
    await dry();
    const { client, seen } = gateway();
    const message = await client.messages.create({ model, ...hello });
    assert.equal(message.type, 'message');
    assert.equal(message.role, 'assistant');
    assert.equal(message.stop_reason, 'end_turn');
    assert.match(message.content[0].text, /Say hello/);
    assert.ok(message.usage.input_tokens > 0 && message.usage.output_tokens > 0);
    assert.ok(message._request_id);
    assert.deepEqual(seen.map(({ status }) => status), [200]);
    assert.equal(seen[0].headers.get('x-keywell-provider'), provider);
  });

  test(`${model}: the events of a stream`, async () => {
    await dry();
    const { client } = gateway();
    const types = [];
    let text = '';
    for await (const event of await client.messages.create({ model, ...hello, stream: true })) {
      types.push(event.type);
      if (event.type === 'content_block_delta') text += event.delta.text;
    }
    assert.equal(types[0], 'message_start');
    assert.deepEqual(types.slice(-3), ['content_block_stop', 'message_delta', 'message_stop']);
    assert.match(text, /Say hello/);
  });

  test(`${model}: the SDK's stream helper puts the message together`, async () => {
    await dry();
    const { client } = gateway();
    const stream = client.messages.stream({ model, ...hello });
    const pieces = [];
    stream.on('text', (piece) => pieces.push(piece));
    const message = await stream.finalMessage();
    assert.ok(pieces.length > 2);
    assert.equal(pieces.join(''), message.content[0].text);
    assert.equal(message.stop_reason, 'end_turn');
    assert.ok(message.usage.output_tokens > 0);
  });

  test(`${model}: a tool is called and its result taken`, async () => {
    await dry();
    const { client } = gateway();
    const asked = await client.messages.create({ model, ...asksWeather });
    assert.equal(asked.stop_reason, 'tool_use');
    const call = asked.content.find(({ type }) => type === 'tool_use');
    assert.equal(call.name, 'get_weather');
    assert.equal(typeof call.input, 'object');
    const result = { type: 'tool_result', tool_use_id: call.id, content: '4 degrees, rain' };
    const told = await client.messages.create({
      model,
      max_tokens: 200,
      messages: [question, { role: 'assistant', content: asked.content }, { role: 'user', content: [result] }],
      tools: [weather],
    });
    assert.equal(told.stop_reason, 'end_turn');
    assert.ok(told.content[0].text.length > 0);
  });

  test(`${model}: a tool is called in a stream`, async () => {
    await dry();
    const { client } = gateway();
    const message = await client.messages.stream({ model, ...asksWeather }).finalMessage();
    assert.equal(message.stop_reason, 'tool_use');
    const call = message.content.find(({ type }) => type === 'tool_use');
    assert.ok(call.id);
    assert.equal(call.name, 'get_weather');
    assert.equal(typeof call.input, 'object');
  });

  test(`${model}: tokens are counted`, async () => {
    const { client } = gateway();
    const { system, messages, tools } = asksWeather;
    const { input_tokens } = await client.messages.countTokens({ model, system, messages, tools });
    assert.ok(input_tokens > 0);
  });
}
