"""Run a program on its machine model with every function probed at its return, and exit as it exits.

python tests/guests/probed.py PROGRAM

If the receipt does not balance, or a return was missed, it says so and exits with 125.
"""

from __future__ import annotations

import sys

import kretcore


def main() -> int:
    with kretcore.boot(sys.argv[1]) as kernel:
        kernel.on_return("*")(lambda returned: None)
        status = kernel.run_program()
        receipt = kernel.receipt()
        if not receipt.balanced or any(receipt.missed.values()):
            sys.stderr.write(f"{receipt}\n")
            return 125
    return status


if __name__ == "__main__":
    sys.exit(main())
