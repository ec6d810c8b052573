-- wrk URL -- BYTES KEY: posts a chat completion of that size; prints one line "name value name value ...".

function init(args)
  local open = '{"model":"bench","messages":[{"role":"user","content":"'
  local close = '"}],"max_tokens":16}'
  local padding = tonumber(args[1]) - #open - #close
  wrk.method = "POST"
  wrk.body = open .. string.rep("lorem ipsum ", math.floor(padding / 12) + 1):sub(1, padding) .. close
  wrk.headers["Content-Type"] = "application/json"
  wrk.headers["Authorization"] = "Bearer " .. args[2]
end

function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format("figures requests %d micros %d p50_us %d p99_us %d errors %d\n",
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    e.connect + e.read + e.write + e.status + e.timeout))
end
