/* A runtime for freestanding guests: start code, system calls, output, memory, contexts.
 *
 * rt.c is portable C; what C cannot say is in crt_<arch>.S: _start, rt_syscall, setjmp, longjmp,
 * context_make, context_switch, undefined_instruction, sync_code.
 */
#ifndef RT_H
#define RT_H

#include <stddef.h>
#include <stdint.h>

#define NOINLINE __attribute__((noinline))
#define NORETURN __attribute__((noreturn))

/* Linux's numbers. */
#if defined(__x86_64__)
enum { SYS_read = 0, SYS_write = 1, SYS_brk = 12, SYS_sched_yield = 24, SYS_getpid = 39, SYS_exit = 60,
       SYS_gettid = 186, SYS_exit_group = 231 };
#elif defined(__i386__)
enum { SYS_exit = 1, SYS_read = 3, SYS_write = 4, SYS_getpid = 20, SYS_brk = 45, SYS_sched_yield = 158,
       SYS_gettid = 224, SYS_exit_group = 252 };
#elif defined(__powerpc64__)
enum { SYS_exit = 1, SYS_read = 3, SYS_write = 4, SYS_getpid = 20, SYS_brk = 45, SYS_sched_yield = 158,
       SYS_gettid = 207, SYS_exit_group = 234 };
#elif defined(__ia64__)
enum { SYS_exit = 1025, SYS_read = 1026, SYS_write = 1027, SYS_getpid = 1041, SYS_brk = 1060, SYS_gettid = 1105,
       SYS_sched_yield = 1164, SYS_exit_group = 1236 };
#else
#error "rt.h: add the system call numbers of this architecture"
#endif

/* Result as the kernel gives it, an error as a negative errno. */
long rt_syscall(long number, long a, long b, long c);

NORETURN void exit(int status);        /* the whole program */
NORETURN void exit_thread(int status); /* this task alone */
long write(int descriptor, const void *data, size_t size);
long read(int descriptor, void *data, size_t size);
void yield(void);
long getpid(void);
long gettid(void);
/* The program break; 0 asks where it is. */
uintptr_t brk(uintptr_t end);

/* Output to descriptor 1, unbuffered. */
void print(const char *text);
void print_int(long long value);
void print_hex(unsigned long long value);
/* "label: value\n" */
void show(const char *label, long long value);

void *memcpy(void *to, const void *from, size_t size);
void *memmove(void *to, const void *from, size_t size);
void *memset(void *to, int byte, size_t size);
int memcmp(const void *a, const void *b, size_t size);
size_t strlen(const char *text);
int strcmp(const char *a, const char *b);

/* Decimal argument number `index`, or `otherwise` if it is not given. */
int argument(int argc, char **argv, int index, int otherwise);

/* Reproducible pseudo-random numbers: 16 bits a step. */
uint32_t random16(uint32_t *state);

/* Minimal printf: %d %u %x %X %lld %llu %llx %s %c %%, field width and leading zeros. In rt_printf.c. */
int printf(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Large enough for the preserved registers of every architecture, floating point included. */
typedef long jmp_buf[80] __attribute__((aligned(16)));
int setjmp(jmp_buf where) __attribute__((returns_twice));
NORETURN void longjmp(jmp_buf where, int value);

/* A context: a stack of its own and where it goes on. */
struct context { void *stack_pointer; void *backing_store; };
/* Prepare `context` to call `entry(argument)`, which must not return, on `stack`. */
void context_make(struct context *context, void *stack, size_t size, void (*entry)(void *), void *argument);
/* Go on with `to`; return when something switches back to `from`. */
void context_switch(struct context *from, struct context *to);

/* Execute an instruction that the architecture defines to be undefined. */
NORETURN void undefined_instruction(void);
/* Make newly written code visible to instruction fetch. */
void sync_code(void *code, size_t size);

/* The address of a function's code: a pointer to a function is a descriptor's address where there are descriptors. */
#if defined(__ia64__) || (defined(__powerpc64__) && _CALL_ELF != 2)
#define CODE_OF(function) (*(const uintptr_t *)(uintptr_t)(function))
#else
#define CODE_OF(function) ((uintptr_t)(function))
#endif

#endif
