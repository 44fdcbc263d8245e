/* A sieve over bytes, then a shell sort of words. */
#define MOST 1048576
#define WORDS 65536

static unsigned char marks[MOST];
static int words[WORDS];

static int sieve(int most)
{
	int primes = 0;

	for (int i = 0; i < most; i++)
		marks[i] = 1;
	for (int i = 2; i < most; i++) {
		if (!marks[i])
			continue;
		primes++;
		for (int j = 2 * i; j < most; j += i)
			marks[j] = 0;
	}
	return primes;
}

static void sort(int *v, int count)
{
	int gap = 1;

	while (gap < count / 3)
		gap = 3 * gap + 1;
	for (; gap; gap /= 3)
		for (int i = gap; i < count; i++) {
			int value = v[i], j = i;

			for (; j >= gap && v[j - gap] > value; j -= gap)
				v[j] = v[j - gap];
			v[j] = value;
		}
}

__attribute__((noinline)) long run(long n)
{
	unsigned x = 1;
	long sum = 0;

	while (n--) {
		sum += sieve(MOST);
		for (int i = 0; i < WORDS; i++) {
			x = x * 22695477u + 1;
			words[i] = x >> 3;
		}
		sort(words, WORDS);
		sum += words[WORDS / 2];
	}
	return sum;
}
