/* Five bodies that attract each other, without square roots: the force falls with the square of a square. */
#define BODIES 5

static double x[BODIES][3], v[BODIES][3], mass[BODIES];

__attribute__((noinline)) long run(long n)
{
	for (int i = 0; i < BODIES; i++) {
		mass[i] = 1.0 / (i + 1);
		for (int k = 0; k < 3; k++) {
			x[i][k] = i * 1.7 + k * 0.3 * (i - 2);
			v[i][k] = (k - 1) * 0.01 * i;
		}
	}
	while (n--) {
		for (int i = 0; i < BODIES; i++)
			for (int j = i + 1; j < BODIES; j++) {
				double d[3], square = 0.01;

				for (int k = 0; k < 3; k++) {
					d[k] = x[i][k] - x[j][k];
					square += d[k] * d[k];
				}
				double force = 0.001 / (square * square);

				for (int k = 0; k < 3; k++) {
					v[i][k] -= d[k] * mass[j] * force;
					v[j][k] += d[k] * mass[i] * force;
				}
			}
		for (int i = 0; i < BODIES; i++)
			for (int k = 0; k < 3; k++)
				x[i][k] += 0.001 * v[i][k];
	}
	return (long)((x[0][0] + x[1][1] + x[2][2]) * 1e9);
}
