-- What an installation of the first schema held. Its key-encryption key is 0f0f...0f; the sealed bytes were made once, apart
-- from the gateway's own code, and stay as they are: an upgrade must still open them.
insert into team (name, budget_micros, budget_soft, budget_period, version, updated_at)
values ('crew', 7000000, 80, 'month', 3, '2026-01-02T03:04:05Z');
insert into provider (name, type, base_url, version, updated_at)
values ('first', 'openai-compatible', 'http://127.0.0.1:1/v1', 2, '2026-01-02T03:04:05Z');
insert into pool (provider, name, billing, version, updated_at)
values ('first', 'org', 'purse', 0, '2026-01-02T03:04:05Z');
insert into pool_limit (provider, pool, position, model, requests_per_minute, tokens_per_day, time_window)
values ('first', 'org', 0, 'large*', 60, 90000, 'midnight:UTC');
insert into secret_key (id, kek, wrapped, created_at)
values (1, '279785714152', decode('010101010101010101010101b58d30ccb4b0eb514bba1f42cfcd3cfa7acda0e2bea5203f2af6d10a9b4a5c441818913d5bdc204b8e55eb7be7696d1a', 'hex'), '2026-01-02T03:04:05Z');
insert into api_key (provider, name, secret, last4, pool, weight, models, state, expires_at, version, updated_at) values
    ('first', 'one', decode('010000000102020202020202020202020241688a8e1542db83239d0c30d70afe89a2d22fcc2d25a9e39349392ab180cdd64f66b0e8', 'hex'), '-one', 'org', 1, null, 'active', null, 0, '2026-01-02T03:04:05Z'),
    ('first', 'two', decode('0100000001030303030303030303030303d95f28778120a89d47a7d2a65b8ac42c730a807ec08484a1002b8f4ffff13f25a3fa788a', 'hex'), '-two', null, 5, 'large,small', 'draining', '2999-01-01T00:00:00Z', 4, '2026-01-02T03:04:05Z'),
    ('first', 'old', decode('010000000104040404040404040404040468a0298198fa1831c90c32ada557a2508a0ddb1c7ed007e8ac33daf62949c5b1d4e09c80', 'hex'), '-old', 'org', 1, null, 'disabled', null, 0, '2026-01-02T03:04:05Z');
insert into model (name, state, max_wait, version, updated_at)
values ('smart', 'published', '5s', 0, '2026-01-02T03:04:05Z');
insert into model_target (model, position, provider, upstream, tier, weight) values ('smart', 0, 'first', 'large', 0, 2);
insert into consumer (name, team, models, priority, max_wait, requests_per_minute, concurrent, budget_micros, budget_soft, budget_period, budget_zone, version, updated_at)
values ('app', 'crew', 'smart', 3, '2s', 120, 8, 2500000, 50, 'day', 'Europe/Berlin', 1, '2026-01-02T03:04:05Z');
insert into consumer_key (sha256, consumer, last4, created_at)
values ('507599da08420abd399aa70bf6a37414326799894c02ed7c2577d10559d87fbd', 'app', 'ease', '2026-01-02T03:04:05Z');
insert into price (name, provider, model, input, output, cache_read, version, updated_at)
values ('large', 'first', 'large', 2500000, 10000000, 1250000, 0, '2026-01-02T03:04:05Z');
insert into operator_token (name, sha256, last4, role, version, updated_at)
values ('ops', 'b7a2c4bd790ee0c953a8a29b5e43389a2c5ccd705e320f545f3c017dfcc29dd2', 'ator', 'admin', 0, '2026-01-02T03:04:05Z');
insert into audit (at, operator, action, subject, before, after)
values ('2026-01-02T03:04:05Z', 'ops', 'create', 'consumers/app', null, '{"name":"app"}');
