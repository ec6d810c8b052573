import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError, FunctionCallingConfigMode, Type } from '@google/genai';
import { runDry } from '../../gateway.js';
import { gateway } from '../../google.js';

const hello = { contents: 'Say hello.' };
const weather = {
  name: 'get_weather',
  description: 'The weather at a place',
  parameters: { type: Type.OBJECT, properties: { input: { type: Type.STRING } }, required: ['input'] },
};
const question = { role: 'user', parts: [{ text: 'Weather in Oslo?' }] };
const tools = [{ functionDeclarations: [weather] }];
const toolConfig = {
  functionCallingConfig: { mode: FunctionCallingConfigMode.ANY, allowedFunctionNames: ['get_weather'] },
};
const asksWeather = { contents: [question], config: { systemInstruction: 'Be brief.', tools, toolConfig } };

const models = [
  ['on-gemini', 'gemini'],
  ['smart', 'alpha'],
  ['on-anthropic', 'anthropic'],
  ['gemini-then-openai', 'alpha'],
  ['gemini-then-anthropic', 'anthropic'],
];

/** The error that the SDK throws, after it was seen to have that status. */
async function failure(status, call) {
  try {
    await call();
  } catch (error) {
    assert.ok(error instanceof ApiError, error.stack);
    assert.equal(error.status, status, error.message);
    return JSON.parse(error.message).error;
  }
  assert.fail(`expected an ApiError ${status}`);
}

for (const [model, provider] of models) {
  const dry = () => model.startsWith('gemini-then-') && runDry('dry-gemini');

  test(`${model}: content`, async () => {
    await dry();
    const { client, seen } = gateway();
    const answer = await client.models.generateContent({ model, ...hello });
    assert.match(answer.text, /Say hello/);
    assert.equal(answer.candidates[0].finishReason, 'STOP');
    assert.ok(answer.usageMetadata.promptTokenCount > 0);
    assert.ok(answer.usageMetadata.totalTokenCount > answer.usageMetadata.promptTokenCount);
    assert.deepEqual(seen.map(({ status }) => status), [200]);
    assert.equal(seen[0].headers.get('x-keywell-provider'), provider);
  });

  test(`${model}: a stream`, async () => {
    await dry();
    const { client } = gateway();
    const chunks = [];
    for await (const chunk of await client.models.generateContentStream({ model, ...hello })) chunks.push(chunk);
    assert.ok(chunks.length > 2);
    assert.match(chunks.map(({ text }) => text ?? '').join(''), /Say hello/);
    assert.equal(chunks.at(-1).candidates[0].finishReason, 'STOP');
    assert.ok(chunks.at(-1).usageMetadata.totalTokenCount > 0);
  });

  test(`${model}: a tool is called and its result taken`, async () => {
    await dry();
    const { client } = gateway();
    const asked = await client.models.generateContent({ model, ...asksWeather });
    const [call] = asked.functionCalls;
    assert.equal(call.name, 'get_weather');
    assert.equal(typeof call.args, 'object');
    const result = { functionResponse: { id: call.id, name: call.name, response: { output: '4 degrees, rain' } } };
    const told = await client.models.generateContent({
      model,
      contents: [question, asked.candidates[0].content, { role: 'user', parts: [result] }],
      config: { tools },
    });
    assert.ok(told.text.length > 0);
    assert.equal(told.functionCalls, undefined);
  });

  test(`${model}: a tool is called in a stream`, async () => {
    await dry();
    const { client } = gateway();
    const calls = [];
    for await (const chunk of await client.models.generateContentStream({ model, ...asksWeather })) {
      calls.push(...(chunk.functionCalls ?? []));
    }
    assert.equal(calls.length, 1);
    assert.equal(calls[0].name, 'get_weather');
    assert.equal(typeof calls[0].args, 'object');
  });

  test(`${model}: a chat of two turns`, async () => {
    await dry();
    const { client } = gateway();
    const chat = client.chats.create({ model });
    assert.ok((await chat.sendMessage({ message: 'Hello.' })).text);
    let text = '';
    for await (const chunk of await chat.sendMessageStream({ message: 'And again.' })) text += chunk.text ?? '';
    assert.match(text, /And again/);
    assert.deepEqual(chat.getHistory().slice(0, 4).map(({ role }) => role), ['user', 'model', 'user', 'model']);
  });

  test(`${model}: tokens are counted`, async () => {
    const { client } = gateway();
    const { totalTokens } = await client.models.countTokens({ model, contents: [question] });
    assert.ok(totalTokens > 0);
  });
}

test("the older path of the API, which the SDK's callers may ask for", async () => {
  const { client } = gateway({ httpOptions: { apiVersion: 'v1beta' } });
  assert.ok((await client.models.generateContent({ model: 'on-gemini', ...hello })).text);
  assert.ok((await client.models.countTokens({ model: 'on-gemini', ...hello })).totalTokens > 0);
});

for (const model of ['embed-gemini', 'embed']) {
  test(`${model}: embeddings`, async () => {
    const { client } = gateway();
    const { embeddings } = await client.models.embedContent({ model, contents: ['one', 'two'] });
    assert.equal(embeddings.length, 2);
    for (const { values } of embeddings) assert.ok(values.length > 1 && values.every(Number.isFinite));
  });
}

test('a wrong key is an ApiError 401', async () => {
  const { client, seen } = gateway({ apiKey: 'kw-nobody' });
  const error = await failure(401, () => client.models.generateContent({ model: 'on-gemini', ...hello }));
  assert.equal(error.status, 'UNAUTHENTICATED');
  assert.equal(seen.length, 1);
});

test('an unknown model is an ApiError 404, for a stream too', async () => {
  const { client } = gateway();
  const call = { model: 'no-such-model', ...hello };
  const error = await failure(404, () => client.models.generateContent(call));
  assert.equal(error.status, 'NOT_FOUND');
  await failure(404, () => client.models.generateContentStream(call));
});

test('when everything is dry the refusal is an ApiError 429 that says when to come again', async () => {
  await runDry('dry-gemini');
  const { client } = gateway({ httpOptions: { headers: { 'x-keywell-max-wait': '0' } } });
  const call = { model: 'dry-gemini/gemini-2.5-flash', ...hello };
  const error = await failure(429, () => client.models.generateContent(call));
  assert.equal(error.status, 'RESOURCE_EXHAUSTED');
  assert.ok(error.details.some(({ retryDelay }) => /^[1-9][0-9]*s$/.test(retryDelay)));
});

test("an error in the middle of another family's stream is thrown by the SDK", async () => {
  const { client } = gateway();
  let text = '';
  await assert.rejects(async () => {
    for await (const chunk of await client.models.generateContentStream({ model: 'fails-later', ...hello })) {
      text += chunk.text ?? '';
    }
  });
  assert.ok(text.length > 0, 'what came before is delivered');
});

for (const apiVersion of ['v1', 'v1beta']) {
  test(`${apiVersion}: models are listed and retrieved`, async () => {
    const { client } = gateway({ httpOptions: { apiVersion } });
    const names = [];
    for await (const { name } of await client.models.list()) names.push(name);
    assert.ok(names.includes('models/smart') && names.includes('models/on-gemini'), names.join(' '));
    assert.equal((await client.models.get({ model: 'smart' })).name, 'models/smart');
  });
}
