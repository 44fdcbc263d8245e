/* Calls the functions of rules_<family>.S that do not fault. */
#include "rt.h"

long toc_difference(void);
long both_ways(long n);
long overflow_at_return(long n);
double half(void);
long branches(long n);

int main(int argc, char **argv, char **envp)
{
    (void)argc, (void)argv, (void)envp;
    show("toc difference", toc_difference());
    show("both ways", both_ways(argc));
    show("overflow at return", overflow_at_return(7));
    show("half", (long)(half() * 10));
    show("branches", branches(4) + branches(5) + branches(6));
    return 0;
}
