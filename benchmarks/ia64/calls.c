/* A call of a function of two bundles in a loop. */
__attribute__((noinline)) long leaf(long n) { return n * 3 + 1; }

/* Has a call and a return, and is where a probe is planted that no run of the loop meets. */
__attribute__((noinline)) long run(long n)
{
	long sum = 0;

	if (n < 0)
		return leaf(n ^ 5);
	for (long i = 0; i < n; i++)
		sum += leaf(i);
	return sum;
}
