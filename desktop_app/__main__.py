"""Start the program: `python -m desktop_app`."""

if __name__ == "__main__":
    try:
        from desktop_app.start import main

        code = main()
    except KeyboardInterrupt:
        code = 4
    except RuntimeError as error:  # what Python 3.11 makes of an interruption while a class is made
        if not isinstance(error.__cause__, KeyboardInterrupt):
            raise
        code = 4
    raise SystemExit(code)
