"""``python -m kretcore`` is the command ``kret``."""

from kretcore.cli import main

if __name__ == "__main__":
    main(prog_name="kret")
