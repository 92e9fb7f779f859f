-- wrk: a POST of 600 bytes of JSON, the size that the ingest figures are stated for.
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = '{"external_id":"r1","comment":"' .. string.rep("helpful words ", 40) .. '"}'
wrk.body = wrk.body .. string.rep(" ", 600 - #wrk.body)
