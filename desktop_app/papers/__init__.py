"""A paper's own dataclass in, a PDF out."""
