import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gateway } from '../../openai.js';

for (const name of ['embed', 'embed-gemini']) {
  test(`${name}: embeddings come in the encoding that the SDK asks for by itself`, async () => {
    const { client } = gateway();
    const { data, model, usage } = await client.embeddings.create({ model: name, input: ['one', 'two'] });
    assert.equal(data.length, 2);
    for (const { embedding } of data) {
      assert.ok(Array.isArray(embedding));
      const length = Math.hypot(...embedding);
      assert.ok(Math.abs(length - 1) < 0.01, `a vector of length ${length}: decoded wrongly`);
    }
    assert.ok(model);
    assert.ok(usage.total_tokens > 0);
  });
}

test('embeddings come as plain numbers when these are asked for, and are the same', async () => {
  const { client } = gateway();
  const packed = await client.embeddings.create({ model: 'embed', input: 'one' });
  const plain = await client.embeddings.create({ model: 'embed', input: 'one', encoding_format: 'float' });
  assert.equal(plain.data[0].embedding.length, packed.data[0].embedding.length);
  plain.data[0].embedding.forEach((value, i) => assert.ok(Math.abs(value - packed.data[0].embedding[i]) < 1e-6));
});

test('the models that the caller may use are listed', async () => {
  const { client } = gateway();
  const ids = [];
  for await (const model of client.models.list()) {
    assert.equal(model.object, 'model');
    ids.push(model.id);
  }
  assert.ok(ids.includes('smart') && ids.includes('embed'), ids.join(' '));
});

test('a model is retrieved by its name', async () => {
  const { client } = gateway();
  const model = await client.models.retrieve('smart');
  assert.equal(model.id, 'smart');
});
