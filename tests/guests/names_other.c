#include "rt.h"

/* A local function of the same name as one in names.c. */
static NOINLINE int twin(int n)
{
    return n * 7 + 2;
}

int twin_of_the_other_unit(int n)
{
    return twin(n);
}
