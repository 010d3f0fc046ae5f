"""Start the program: `python -m desktop_app`."""

from desktop_app.start import main

if __name__ == "__main__":
    raise SystemExit(main())
