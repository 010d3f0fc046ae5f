"""The book: one SQLite file of one unit. Opening, making, checking and copying it; one writer, readers always."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, Self

from db import settings
from db.book_file import check_file, is_older, upgrade_if_older
from db.book_storage import BookStorage
from db.change import Author
from db.clock import Clock
from db.exchange.trust.high_water_mark import HighWaterMark
from db.exchange.trust.home_folder import Home
from db.exchange.trust.trust_list import TrustLists
from db.exchange.wire.signatures import DeviceKeys
from db.files import real_path
from db.identity import Identity, read_identity
from db.journal import Writing
from db.own_chain import ChainBook
from db.refusal import BookUnusable, Refusal, unusable
from db.restating import hand_over
from db.scrubbing import ErasedList, catch_up, finish, is_noted
from db.settings import SettingKey

OWN_AUDIENCES = ("up", "own")


class WrittenEntries(NamedTuple):
    """Entries that one transaction has written: those of an own chain (its number in the book) after `first` up to `last`."""

    chain: int
    first: int
    last: int


class _Here(threading.local):
    """What goes on in one thread: the transaction that its verbs take part in, what looks at it before it is kept, and what was."""

    joined: Writing | None = None
    kept: list[WrittenEntries] | None = None
    look: Callable[[Writing], None] | None = None


class Book(BookStorage):
    """An open book. `writable` books hold the writer's lock until they are closed."""

    def __init__(self, path: Path, home: Home, clock: Clock, identity: Identity, keys: DeviceKeys | None) -> None:
        super().__init__(path, home, clock, keys)
        self.identity = identity
        self._here = _Here()
        self.usual_look: Callable[[Writing], None] | None = None
        """Is shown what no `looked_at` looks at: so no door can write past it."""
        self.tell: Callable[[str], None] = lambda _sentence: None
        """Hears, in the thread of a verb, what is to be known beside its result."""
        self._writing = False
        self.trust_lists = TrustLists()

    @classmethod
    def open(cls, path: Path, *, home: Home, clock: Clock, write: bool = False) -> Self:
        """Open an existing book; `BookUnusable` says why one cannot be used.

        Without its device's keys on this machine a book opens for reading only, whatever `write` asks. A book of an
        older program is brought up to date first, also for reading.
        """
        path = real_path(path)
        check_file(path)
        book = cls(path, home, clock, read_identity(path), None)
        try:
            if write or is_older(path):
                book._lock.acquire()
                if write:
                    book._file.begin_writing()
                upgrade_if_older(path)
            if write:
                catch_up(path, book.erased())
            else:
                book._lock.release()
            book.keys = book._own_keys()
            with book.reading():
                pass  # from here on the book's log is kept, however long nothing is read
        except Refusal as refusal:
            book.close()
            if isinstance(refusal, BookUnusable):
                raise
            raise unusable(refusal) from refusal
        book.writable = write and book.keys is not None
        return book

    def go_on_as(self, keys: DeviceKeys, block: str) -> None:
        """Write as another device from now on, numbering in `block`: on another machine, or after keys were lost.

        What the device before it wrote stays in the book as the chains of another; what the province has not acknowledged
        of that is said again in the same transaction, because nobody else sends it.
        """
        if not self.writable:
            self._lock.acquire()
        self.home.keep(self.unit, keys)
        before = self.identity, self.keys, self.writable
        self.identity, self.keys, self.writable = replace(self.identity, device=keys.device), keys, True
        gone_on = False
        try:
            with self.write() as writing:
                hand_over(writing, before[0].device)
                settings.drop_setting(writing.db, SettingKey.NEW_BLOCK)
                settings.keep_setting(writing.db, SettingKey.DEVICE, keys.device.hex())
                settings.keep_setting(writing.db, SettingKey.BLOCK, block)
            gone_on = True
        finally:
            if not gone_on:
                self.identity, self.keys, self.writable = before

    def know_writer(self) -> None:
        """Read again who writes here: another officer has taken the book over."""
        self.identity = read_identity(self.path)

    @property
    def unit(self) -> bytes:
        """The id of the unit whose book this is."""
        return self.identity.unit

    @property
    def author(self) -> Author:
        """Who writes in this book now."""
        who = self.identity
        return Author(who.unit, who.device, who.actor, who.is_province)

    def _own_keys(self) -> DeviceKeys | None:
        keys = self.home.find(self.identity.unit, self.identity.device)
        if keys is None:
            return None
        machine = self.mark().read_only().machine
        return keys if machine in ("", self.home.machine()) else None

    def mark(self) -> HighWaterMark:
        """The high-water mark of this book on this device; hold it while writing."""
        return HighWaterMark(self.home.device_folder(self.identity.unit, self.identity.device), self.identity.book_id)

    def erased(self) -> ErasedList:
        """What was ever erased from this book, listed outside it."""
        return ErasedList(self.home.device_folder(self.identity.unit, self.identity.device), self.identity.book_id)

    @contextmanager
    def together(self) -> Iterator[None]:
        """Several verbs as one: their writes are kept all or not at all."""
        with self.write() as writing:
            outer, self._here.joined = self._here.joined, writing
            try:
                yield
            finally:
                self._here.joined = outer

    @contextmanager
    def looked_at(self, look: Callable[[Writing], None], *, once: bool = True) -> Iterator[None]:
        """What this thread writes meanwhile is shown to `look` before it is kept; where that raises, nothing is.

        It is one transaction where it is to be `once`: a second one would be kept, or not, apart from the first.
        """
        seen: list[Writing] = []

        def look_on(writing: Writing) -> None:
            assert not (once and seen), "a verb that is looked at writes once: use together()"
            seen.append(writing)
            look(writing)

        outer, self._here.look = self._here.look, look_on
        try:
            yield
        finally:
            self._here.look = outer

    @contextmanager
    def noted(self) -> Iterator[list[WrittenEntries]]:
        """What this thread writes meanwhile, as it is kept; whatever others write in between is not in it."""
        outer, self._here.kept = self._here.kept, []
        try:
            yield self._here.kept
        finally:
            self._here.kept = outer

    @contextmanager
    def write(self) -> Iterator[Writing]:
        """One transaction: everything the verb does is kept, with its entries, or nothing is."""
        self.require_writable()
        if (joined := self._here.joined) is not None:
            joined.flush()  # a verb sees in SQL what the verbs before it wrote
            yield joined
            return
        with self._recording() as engine:
            assert not self._writing, "a verb inside another verb: use together()"
            self._writing = True
            try:
                with self.mark() as mark, Writing(engine, self.author, self.clock) as writing:
                    yield from self._one_transaction(writing, mark)
                stale = writing.stale
            finally:
                self._writing = False
        if stale:
            finish(self.path, self.erased())

    @contextmanager
    def rehearsing(self) -> Iterator[Writing]:
        """A transaction of which nothing is kept; it also goes beside another program that holds the writer's lock."""
        if self.keys is None:
            self.require_writable()
        with self._recording() as engine, self.mark() as mark, Writing(engine, self.author, self.clock) as writing:
            writing.block = self._voucher_block(writing, ChainBook(self.author, mark, self.clock), mark)
            try:
                yield writing
            finally:
                writing.rollback()

    def _one_transaction(self, writing: Writing, mark: HighWaterMark) -> Iterator[Writing]:
        chains = ChainBook(self.author, mark, self.clock)
        writing.block = self._voucher_block(writing, chains, mark)
        yield writing
        self._file.require_in_place()  # an open file takes writes even when its drive is gone
        written = writing.seal(chains)
        if (look := self._here.look or self.usual_look) is not None:
            look(writing)
        life = writing.life if any(chain.audience in OWN_AUDIENCES for chain in written) else mark.lives
        if life > mark.lives:
            settings.keep_setting(writing.db, SettingKey.NEW_BLOCK, writing.block)
        moved = [(chain.inc, chain.seq, chain.head) for chain in written]
        if moved:
            mark.prepare(moved, self.home.machine(), life)
        writing.stale = is_noted(writing.db)
        writing.commit()
        self.recorded = True
        if moved:
            mark.confirm()
        if self._here.kept is not None:
            self._here.kept += [WrittenEntries(chain.no, chain.before, chain.seq) for chain in written]

    def _voucher_block(self, writing: Writing, chains: ChainBook, mark: HighWaterMark) -> str:
        """The block vouchers are numbered in: the device's own, and a new one for each later life of the book."""
        chain = chains.latest(writing.db, "own" if self.identity.is_province else "up")
        if chain is not None:
            goes_on = chains.may_continue(writing.db, chain)
            writing.life = mark.life_of(chain.inc) if goes_on else mark.lives + 1
        device = self.setting(SettingKey.BLOCK) or ""
        return device if writing.life == 1 else f"{device or '1'}.{writing.life}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()
