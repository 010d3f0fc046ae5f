"""Sending, receiving and answering; what waits for a person afterwards."""
