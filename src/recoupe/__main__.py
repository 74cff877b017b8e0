"""`python -m recoupe` is the `recoupe` command."""

from recoupe.cli import main

if __name__ == "__main__":
    main()
