"""Start the program: `python -m desktop_app`."""

if __name__ == "__main__":
    try:
        from desktop_app.start import main

        code = main()
    except KeyboardInterrupt:
        code = 4
    raise SystemExit(code)
