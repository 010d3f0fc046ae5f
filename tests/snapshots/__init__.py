"""What people see of every subject, kept as plain text: commands, refusals, sheets, forms, pages and words.

The kept texts stand in `vi/` and `en/`, one for each subject and way of seeing it:

    SUBJECT.list.txt      the list by command: text, JSON, searched, of one unit, as a sheet
    SUBJECT.refused.txt   every field wrong in `add` and `change`, one at a time and all together
    SUBJECT.load.txt      sheets with wrong and with right cells, and what came of them
    SUBJECT.window.txt    pages and forms as the widgets show them, where Tab leads, errors, what is taken back
    commands.txt          help, and what is said of things that are no subject
    words.txt             the words of every field; records.txt: every record in one line
    conflicts.txt, questions.txt, still-named.txt   the same words where people meet them

The tests make each text anew and compare. Where a subject is declared in another way, nothing here may change but for the
lines that the commit names. After a change that is meant they are renewed by

    .venv/bin/python -m pytest tests/snapshots --renew

and `git diff tests/snapshots` is read line by line before it is committed. What comes of chance has a name: ids stand as
`<donor 1>`, folders as `<folder>`, moments as `<moment>`; what chance orders is sorted. All else is word for word. The
books are small, the people invented, the day is 5 July 2020.

The program is reached through doors that stay: commands in this process (`clerk`), the widgets of the window by keys
(`window`, `forms`), spreadsheets on disk (`sheets`). Only `adapter` knows functions of the program; where they move it is
pointed elsewhere. A new field or subject fails a test until it is tried in `wrong_fields` and filled in `little_book`.
English is tried with less: its sentences are the same ones in another language.
"""
