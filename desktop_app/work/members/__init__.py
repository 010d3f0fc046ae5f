"""Members and branches: registering, moving, leaving; branches that go over to another office."""
