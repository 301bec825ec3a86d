"""`python -m inconcert` is the same as the command `inconcert`."""

from inconcert.cli.main import main

if __name__ == "__main__":
    main()
