/* Products of two matrices of doubles, as dot products of rows with columns. */
#define N 64

static double a[N][N], b[N][N], c[N][N];

__attribute__((noinline)) long run(long n)
{
	double sum = 0;

	for (int i = 0; i < N; i++)
		for (int j = 0; j < N; j++) {
			a[i][j] = (i + 1) * 0.125 + j;
			b[i][j] = 1.0625 - (i - j) * 0.03;
		}
	while (n--) {
		for (int i = 0; i < N; i++)
			for (int j = 0; j < N; j++) {
				double dot = 0;

				for (int k = 0; k < N; k++)
					dot += a[i][k] * b[k][j];
				c[i][j] = dot;
			}
		a[n % N][n / N % N] += 0.1;
		sum += c[n % N][(n + 7) % N] * 1e-3;
	}
	return (long)(sum * 1e6);
}
