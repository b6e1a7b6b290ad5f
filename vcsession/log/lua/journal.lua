#!lua name=vcsession_journal

-- KEYS: epoch, log, causes, head. ARGV: epoch, version, cause, data, hash, prev_hash, signature.
-- Replies: {'stored'} | {'known', fields} | {'fenced', epoch} | {'conflict', version, hash}.
local function append(keys, args)
  local epoch = redis.call('GET', keys[1])
  if epoch ~= args[1] then return {'fenced', epoch or '0'} end

  local known = redis.call('HGET', keys[3], args[3])
  if known then
    -- The same value again: WAIT counts replicas only after a write of this connection.
    redis.call('HSET', keys[3], args[3], known)
    return {'known', redis.call('XRANGE', keys[2], known, known)[1]}
  end

  local head = redis.call('HMGET', keys[4], 'version', 'hash')
  local version, hash = tonumber(head[1] or 0), head[2] or ''
  if tonumber(args[2]) ~= version + 1 or args[6] ~= hash then
    return {'conflict', tostring(version), hash}
  end

  local id = args[2] .. '-0'
  redis.call('XADD', keys[2], id, 'cause', args[3], 'data', args[4], 'hash', args[5],
    'prev_hash', args[6], 'signature', args[7])
  redis.call('HSET', keys[3], args[3], id)
  redis.call('HSET', keys[4], 'version', args[2], 'hash', args[5])
  return {'stored'}
end

redis.register_function('vcsession_append', append)
