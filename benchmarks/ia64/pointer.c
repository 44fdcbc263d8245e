/* Linked to every program: a pointer to a function makes the linker write a descriptor, which tells the global pointer. */
extern long run(long);

long (*pointer)(long) = run;
