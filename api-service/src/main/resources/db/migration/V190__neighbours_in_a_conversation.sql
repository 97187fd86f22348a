-- A number for each conversation of a user and project; an index of the names themselves could exceed the size of a row.
CREATE FUNCTION conversation_hash(user_id text, project_id text, conversation_id text) RETURNS bigint
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN hashtextextended(user_id, hashtextextended(project_id, hashtextextended(conversation_id, 0)));

-- Finds the memories before and after a memory in its conversation.
CREATE INDEX memory_log_by_conversation ON memory_log (conversation_hash(user_id, project_id, conversation_id), memory_id)
    WHERE conversation_id IS NOT NULL AND deleted_at IS NULL;
