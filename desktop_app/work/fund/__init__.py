"""The fund: movements, purses and donors, the cash book, and the handover of a unit that ends."""
