-- Posts responses of the workload, each with an id of its own. BODIES names a file of bodies with
-- @ID@ in them; TOKEN and RUN (a number, so that runs don't repeat ids) come from the environment.
local threads = 0
function setup(thread)
  thread:set("number", threads)
  threads = threads + 1
end

function init(args)
  bodies = {}
  for line in io.lines(os.getenv("BODIES")) do bodies[#bodies + 1] = line end
  sent = 0
  prefix = os.getenv("RUN") .. "-" .. number .. "-"
  wrk.headers["Content-Type"] = "application/json"
  wrk.headers["Authorization"] = "Bearer " .. os.getenv("TOKEN")
end

function request()
  sent = sent + 1
  local body = bodies[sent % #bodies + 1]:gsub("@ID@", prefix .. sent)
  return wrk.format("POST", "/api/v1/responses", nil, body)
end

failed = 0
function response(status)
  if status ~= 201 then failed = failed + 1 end
end

function done(summary, latency)
  io.write(string.format("RESULT %.0f %.2f %.2f %d\n", summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    summary.errors.status + summary.errors.timeout + summary.errors.read + summary.errors.connect))
end
