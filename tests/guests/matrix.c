/* Floating point: matrices in double, vectors in float, results in every floating type.
 *
 * The numbers are chosen to be exact in binary, so that every rounding of every architecture prints the same; where
 * they are not, six decimals are.
 */
#include "rt.h"

enum { N = 8 };

struct matrix { double at[N][N]; };

NOINLINE double dot(const double *a, const double *b, int count)
{
    double total = 0;
    for (int i = 0; i < count; i++)
        total += a[i] * b[i];
    return total;
}

NOINLINE float dot_float(const float *a, const float *b, int count)
{
    float total = 0;
    for (int i = 0; i < count; i++)
        total += a[i] * b[i];
    return total;
}

NOINLINE long double long_sum(const double *items, int count)
{
    long double total = 0;
    for (int i = 0; i < count; i++)
        total += items[i];
    return total;
}

NOINLINE float half(float x)
{
    return x / 2;
}

NOINLINE double mixed(int a, float b, double c, long long d, float e)
{
    return a + b * c - (double)d / e;
}

NOINLINE double horner(const double *coefficients, int degree, double x)
{
    return degree < 0 ? 0 : coefficients[0] + x * horner(coefficients + 1, degree - 1, x);
}

NOINLINE double square_root(double x)
{
    double guess = x / 2 + 0.5;
    for (int i = 0; i < 30; i++)
        guess = (guess + x / guess) / 2;
    return guess;
}

NOINLINE void multiply(const struct matrix *a, const struct matrix *b, struct matrix *result)
{
    for (int i = 0; i < N; i++) {
        for (int j = 0; j < N; j++) {
            double column[N];
            for (int k = 0; k < N; k++)
                column[k] = b->at[k][j];
            result->at[i][j] = dot(a->at[i], column, N);
        }
    }
}

NOINLINE struct matrix identity(void)
{
    struct matrix matrix;
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++)
            matrix.at[i][j] = i == j;
    return matrix;
}

NOINLINE struct matrix matrix_power(struct matrix base, int exponent)
{
    struct matrix result = identity(), kept;
    for (; exponent; exponent /= 2) {
        if (exponent % 2) {
            kept = result;
            multiply(&kept, &base, &result);
        }
        kept = base;
        multiply(&kept, &kept, &base);
    }
    return result;
}

static double magnitude(double x)
{
    return x < 0 ? -x : x;
}

/* LU decomposition in place with row exchanges; returns the determinant. */
NOINLINE double decompose(struct matrix *matrix, int *order)
{
    double determinant = 1;
    for (int i = 0; i < N; i++)
        order[i] = i;
    for (int column = 0; column < N; column++) {
        int pivot = column;
        for (int row = column + 1; row < N; row++)
            if (magnitude(matrix->at[row][column]) > magnitude(matrix->at[pivot][column]))
                pivot = row;
        if (matrix->at[pivot][column] == 0)
            return 0;
        if (pivot != column) {
            int kept_order = order[pivot];
            order[pivot] = order[column];
            order[column] = kept_order;
            for (int k = 0; k < N; k++) {
                double kept = matrix->at[pivot][k];
                matrix->at[pivot][k] = matrix->at[column][k];
                matrix->at[column][k] = kept;
            }
            determinant = -determinant;
        }
        determinant *= matrix->at[column][column];
        for (int row = column + 1; row < N; row++) {
            double factor = matrix->at[row][column] /= matrix->at[column][column];
            for (int k = column + 1; k < N; k++)
                matrix->at[row][k] -= factor * matrix->at[column][k];
        }
    }
    return determinant;
}

NOINLINE void solve(const struct matrix *decomposed, const int *order, const double *right, double *x)
{
    for (int i = 0; i < N; i++)
        x[i] = right[order[i]] - dot(decomposed->at[i], x, i);
    for (int i = N - 1; i >= 0; i--)
        x[i] = (x[i] - dot(&decomposed->at[i][i + 1], &x[i + 1], N - 1 - i)) / decomposed->at[i][i];
}

/* Rounded to six decimals. */
NOINLINE void show_decimal(const char *label, double value)
{
    double scaled = value * 1e6;
    long long rounded = (long long)(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
    unsigned long long size = rounded < 0 ? -(unsigned long long)rounded : (unsigned long long)rounded;
    print(label);
    print(rounded < 0 ? ": -" : ": ");
    print_int((long long)(size / 1000000));
    print(".");
    for (unsigned long long weight = 100000, rest = size % 1000000; weight; rest %= weight, weight /= 10)
        print_int((long long)(rest / weight));
    print("\n");
}

NOINLINE void show_bits(const char *label, double value)
{
    union { double number; uint64_t bits; } view;
    view.number = value;
    print(label);
    print(": ");
    print_hex(view.bits);
    print("\n");
}

int main(int argc, char **argv, char **envp)
{
    static struct matrix a, kept;
    static const double coefficients[] = {1.5, -2, 0.25, 4, -0.125};
    double right[N], x[N], worst = 0, sums[2 * N];
    float left_vector[32], right_vector[32];
    int order[N];
    uint32_t seed = (uint32_t)argument(argc, argv, 1, 1);
    (void)envp;

    for (int i = 0; i < 32; i++) {
        left_vector[i] = (float)i / 4;
        right_vector[i] = (float)(31 - i) * 0.5f;
    }
    show_bits("dot_float", dot_float(left_vector, right_vector, 32));
    show_bits("half", half(half(12.5f)));
    show_bits("mixed", mixed(3, 2.5f, -1.25, 1LL << 40, 0.5f));
    show_bits("horner", horner(coefficients, 4, 2.0));
    show_decimal("square root of 2", square_root(2));
    show_decimal("square root of 1e6", square_root(1e6));

    for (int i = 0; i < N; i++) {
        for (int j = 0; j < N; j++)
            a.at[i][j] = (double)(random16(&seed) % 64) / 8 - 4;
        right[i] = i - 3.5;
    }
    kept = matrix_power(a, 3);
    for (int i = 0; i < N; i++) {
        sums[i] = dot(kept.at[i], right, N);
        sums[i + N] = kept.at[i][N - 1 - i];
    }
    show_bits("long_sum", (double)long_sum(sums, 2 * N));

    kept = a;
    show_decimal("determinant", decompose(&a, order));
    solve(&a, order, right, x);
    for (int i = 0; i < N; i++) {
        double difference = magnitude(dot(kept.at[i], x, N) - right[i]);
        if (difference > worst)
            worst = difference;
        show_decimal("x", x[i]);
    }
    show("solved", worst < 1e-9);
    return 0;
}
