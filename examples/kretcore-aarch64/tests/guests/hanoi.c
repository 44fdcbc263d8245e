/* The towers of Hanoi: every call of hanoi() moves a tower, and says how many moves that took.
 *
 * aarch64-linux-gnu-gcc -O1 -g -ffreestanding -nostdlib -static -fno-stack-protector -fno-asynchronous-unwind-tables \
 *     -fdebug-prefix-map="$PWD"=. -Wl,--build-id=none -o hanoi hanoi.c
 */

static long system_call(long number, long first, const char *second, long third)
{
    register long x8 __asm__("x8") = number;
    register long x0 __asm__("x0") = first;
    register const char *x1 __asm__("x1") = second;
    register long x2 __asm__("x2") = third;
    __asm__ volatile("svc #0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2) : "memory");
    return x0;
}

__attribute__((noinline)) void move(int disk, char from, char to)
{
    char line[] = "move disk 0 from A to A\n";

    line[10] += disk;
    line[17] = from;
    line[22] = to;
    system_call(64, 1, line, sizeof line - 1);
}

__attribute__((noinline)) int hanoi(int disks, char from, char to, char via)
{
    if (disks == 0)
        return 0;
    int before = hanoi(disks - 1, from, via, to);
    move(disks, from, to);
    return before + 1 + hanoi(disks - 1, via, to, from);
}

void _start(void)
{
    int moves = hanoi(2, 'A', 'C', 'B');

    system_call(93, moves == 3 ? 0 : 1, 0, 0);
    __builtin_unreachable();
}
