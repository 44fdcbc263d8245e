/* Reads and writes at random places of 16 MiB. */
static unsigned cells[1 << 22];

__attribute__((noinline)) long run(long n)
{
	unsigned x = 1, sum = 0;

	for (long i = 0; i < n; i++) {
		x = x * 22695477u + 1;
		sum += cells[x >> 10];
		cells[x >> 10 ^ 3] = sum + x;
	}
	return sum;
}
