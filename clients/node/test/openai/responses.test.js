import assert from 'node:assert/strict';
import { test } from 'node:test';
import OpenAI from 'openai';
import { gateway, runDry } from '../../openai.js';

const weather = {
  type: 'function',
  name: 'get_weather',
  description: 'The weather at a place',
  parameters: { type: 'object', properties: { input: { type: 'string' } }, required: ['input'], additionalProperties: false },
  strict: true,
};
const asksWeather = { input: 'Weather in Oslo?', tools: [weather], tool_choice: { type: 'function', name: 'get_weather' } };

for (const model of ['smart', 'on-anthropic', 'on-gemini', 'openai-then-anthropic', 'openai-then-gemini']) {
  const dry = () => model.startsWith('openai-then-') && runDry('dry-openai');

  test(`${model}: a response`, async () => {
    await dry();
    const { client } = gateway();
    const response = await client.responses.create({ model, instructions: 'Be brief.', input: 'Say hello.' });
    assert.equal(response.object, 'response');
    assert.equal(response.status, 'completed');
    assert.match(response.output_text, /Say hello/);
    assert.ok(response.usage.input_tokens > 0 && response.usage.output_tokens > 0);
  });

  test(`${model}: a response as a stream`, async () => {
    await dry();
    const { client } = gateway();
    const stream = await client.responses.create({ model, input: 'Say hello.', stream: true });
    const events = [];
    for await (const event of stream) events.push(event);
    assert.equal(events[0].type, 'response.created');
    const last = events.at(-1);
    assert.equal(last.type, 'response.completed');
    const text = events.filter(({ type }) => type === 'response.output_text.delta').map(({ delta }) => delta).join('');
    assert.match(text, /Say hello/);
    assert.equal(last.response.output[0].content[0].text, text);
    assert.deepEqual(events.map((event) => event.sequence_number), [...events.keys()]);
  });

  test(`${model}: a tool is called and its result taken`, async () => {
    await dry();
    const { client } = gateway();
    const asked = await client.responses.create({ model, ...asksWeather });
    const call = asked.output.find(({ type }) => type === 'function_call');
    assert.equal(call.name, 'get_weather');
    assert.equal(typeof JSON.parse(call.arguments), 'object');
    const told = await client.responses.create({
      model,
      input: [
        { role: 'user', content: 'Weather in Oslo?' },
        ...asked.output,
        { type: 'function_call_output', call_id: call.call_id, output: '4 degrees, rain' },
      ],
      tools: [weather],
    });
    assert.ok(told.output_text.length > 0);
  });

  test(`${model}: the SDK's stream helper puts a tool call together`, async () => {
    await dry();
    const { client } = gateway();
    const response = await client.responses.stream({ model, ...asksWeather }).finalResponse();
    const call = response.output.find(({ type }) => type === 'function_call');
    assert.ok(call.call_id);
    assert.equal(call.name, 'get_weather');
    assert.equal(typeof JSON.parse(call.arguments), 'object');
  });
}

test('a wrong key and an unknown model are errors of their classes', async () => {
  const call = { model: 'smart', input: 'Say hello.' };
  await assert.rejects(gateway({ apiKey: 'kw-nobody' }).client.responses.create(call), OpenAI.AuthenticationError);
  await assert.rejects(gateway().client.responses.create({ ...call, model: 'no-such-model' }), OpenAI.NotFoundError);
});

test('an error in the middle of a stream is thrown by the SDK', async () => {
  const stream = await gateway().client.responses.create({ model: 'fails-later', input: 'Say hello.', stream: true });
  const types = [];
  await assert.rejects(async () => {
    for await (const event of stream) {
      types.push(event.type);
      if (event.type === 'response.failed') throw new OpenAI.APIError(undefined, event.response.error, undefined, undefined);
    }
  }, OpenAI.APIError);
  assert.ok(types.includes('response.output_text.delta'), 'what came before is delivered');
});
