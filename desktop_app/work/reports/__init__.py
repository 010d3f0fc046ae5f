"""An office's figures of a period: looked at, stated, changed afterwards, kept as they were handed out."""
