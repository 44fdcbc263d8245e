/* Counts iterations over a part of the plane: compares doubles in its innermost loop. */
__attribute__((noinline)) long run(long n)
{
	long sum = 0;

	for (long row = 0; row < n; row++)
		for (long column = 0; column < n; column++) {
			double cr = column * 3.0 / n - 2.0, ci = row * 2.0 / n - 1.0, zr = 0, zi = 0;
			int count = 0;

			while (count < 200 && zr * zr + zi * zi < 4.0) {
				double t = zr * zr - zi * zi + cr;

				zi = 2.0 * zr * zi + ci;
				zr = t;
				count++;
			}
			sum += count;
		}
	return sum;
}
