#!/bin/sh
# Build the guests with Debian's riscv64-linux-gnu-gcc: every program at -O0 and -O2.
set -e
cd "$(dirname "$0")"
mkdir -p bin
for program in fib words structs; do
    for level in O0 O2; do
        riscv64-linux-gnu-gcc -march=rv64im -mabi=lp64 -$level -g1 -Wall -Wextra -Werror -std=gnu11 -ffreestanding \
            -nostdlib -static -fno-pie -fno-asynchronous-unwind-tables -fno-tree-loop-distribute-patterns \
            -ffile-prefix-map="$PWD"=. -Wl,--build-id=none -o bin/$program.$level $program.c
    done
done
