#!/bin/sh
# Build the guests with Debian's riscv64-linux-gnu-gcc: every program at -O0 and -O2, and the conformance suite's.
set -e
cd "$(dirname "$0")"
mkdir -p bin
gcc="riscv64-linux-gnu-gcc -march=rv64im -mabi=lp64 -ffreestanding -nostdlib -static -fno-pie -no-pie -Wl,--build-id=none"
for program in fib words structs; do
    for level in O0 O2; do
        $gcc -$level -g1 -Wall -Wextra -Werror -std=gnu11 -fno-asynchronous-unwind-tables \
            -fno-tree-loop-distribute-patterns -ffile-prefix-map="$PWD"=. -o bin/$program.$level $program.c
    done
done

source=$(mktemp -d)
trap 'rm -r "$source"' EXIT
(cd "$source" && kret arch guest riscv64)
$gcc -O2 -DNO_FLOATING_POINT -fno-stack-protector -Wl,-z,max-page-size=4096 -Wl,--no-relax \
    -o ../../kretcore_riscv64/conformance.elf "$source/conformance.c"
