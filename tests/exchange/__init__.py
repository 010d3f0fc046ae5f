"""The exchange: files that travel, and what can go wrong with them.

Tests named `test_tNN_...` make one of the fifty known threats for real (files, copies of books, other home folders,
other clocks) and look at the outcome, at the digests before and after, and at the sentence people read. Most stand in
this folder; T26 and T48 also in tests/db, T44 in tests/sheets, tests/papers and tests/gui, T28 in tests/kept.

Parts of threats that do not apply to what this program does:

- T28: entries have one schema version so far, so nothing is upcast yet; the kept bundle of the first version is read to
  the letter, and the kept book of the first version is brought up to date.
- T40: there is no switch for a second province; two copies of its book fork its own chain, which each office reports.
- T46: an approval names its award and decision, not the hash of an entry, so none can be replayed on another; what is
  left of the threat, a transaction cut in two by the end of a file, is refused.
- T47: whose file it is and which run it covers can be read without a key: that is meant, for a courier must see it.
"""
