"""Personal data erased on request, and what an erasure cannot reach."""
