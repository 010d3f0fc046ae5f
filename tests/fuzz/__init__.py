"""Fuzzing: whatever bytes come in from outside end in a result or in a `Refusal`, within 256 MiB.

`targets.py` feeds bytes to the same code that files from outside reach; `mutating.py` changes lines and headers so that
they stay canonical; `seeds/` keeps where each target starts and every input that once found a fault. `python -m
tests.fuzz TARGET SECONDS` fuzzes (Linux, needs atheris); `test_seeds.py` feeds the seeds to the targets anywhere.
"""
