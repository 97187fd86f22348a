-- The bytes of agents' events of one user and project, which their quota counts.
CREATE INDEX event_of_agent ON event (user_id, project_id) INCLUDE (data_bytes)
    WHERE metadata ->> 'agent_event' IS NOT NULL;
