"""What travels, byte by byte: canonical JSON, entries and what they may say, signatures, the .khb file and its header."""
