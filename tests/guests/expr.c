/* Expressions by recursive descent: variables, functions, assignment, comparison. `expr [EXPRESSION ...]` */
#include "rt.h"

struct parser { const char *at; const char *error; int depth; };

static long long variables[26];

static long long assignment(struct parser *parser);

static void skip_blanks(struct parser *parser)
{
    while (*parser->at == ' ')
        parser->at++;
}

/* Take `token` if it comes next. */
NOINLINE int accept(struct parser *parser, const char *token)
{
    size_t size = strlen(token);
    skip_blanks(parser);
    if (memcmp(parser->at, token, 1) != 0 || (size == 2 && parser->at[1] != token[1]))
        return 0;
    parser->at += size;
    return 1;
}

NOINLINE long long fail(struct parser *parser, const char *error)
{
    if (!parser->error)
        parser->error = error;
    return 0;
}

static NOINLINE long long number(struct parser *parser)
{
    long long value = 0;
    if (parser->at[0] == '0' && parser->at[1] == 'x') {
        for (parser->at += 2;; parser->at++) {
            char c = *parser->at;
            if (c >= '0' && c <= '9')
                value = value * 16 + (c - '0');
            else if (c >= 'a' && c <= 'f')
                value = value * 16 + (c - 'a' + 10);
            else
                return value;
        }
    }
    while (*parser->at >= '0' && *parser->at <= '9')
        value = value * 10 + (*parser->at++ - '0');
    return value;
}

NOINLINE long long gcd(long long a, long long b)
{
    return b == 0 ? (a < 0 ? -a : a) : gcd(b, a % b);
}

NOINLINE long long power(long long base, long long exponent)
{
    unsigned long long half;
    if (exponent <= 0)
        return 1;
    half = (unsigned long long)power(base, exponent / 2);
    return (long long)(half * half * (exponent % 2 ? (unsigned long long)base : 1));
}

NOINLINE long long maximum(long long a, long long b)
{
    return a > b ? a : b;
}

static const struct { const char *name; long long (*function)(long long, long long); } functions[] = {
    {"gcd", gcd}, {"pow", power}, {"max", maximum},
};

/* Name(argument, argument) */
static NOINLINE long long call(struct parser *parser)
{
    for (unsigned i = 0; i < sizeof functions / sizeof *functions; i++) {
        long long first, second;
        if (memcmp(parser->at, functions[i].name, 3) != 0)
            continue;
        parser->at += 3;
        if (!accept(parser, "("))
            return fail(parser, "a function needs (");
        first = assignment(parser);
        if (!accept(parser, ","))
            return fail(parser, "a function needs two arguments");
        second = assignment(parser);
        if (!accept(parser, ")"))
            return fail(parser, "missing )");
        return functions[i].function(first, second);
    }
    return fail(parser, "unknown function");
}

static int is_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

static NOINLINE long long primary(struct parser *parser)
{
    long long value;
    skip_blanks(parser);
    if (*parser->at >= '0' && *parser->at <= '9')
        return number(parser);
    if (is_letter(parser->at[0]) && is_letter(parser->at[1]))
        return call(parser);
    if (is_letter(*parser->at))
        return variables[*parser->at++ - 'a'];
    if (!accept(parser, "("))
        return fail(parser, "a number, a name or ( expected");
    if (++parser->depth > 100)
        return fail(parser, "nested too deep");
    value = assignment(parser);
    parser->depth--;
    return accept(parser, ")") ? value : fail(parser, "missing )");
}

static NOINLINE long long unary(struct parser *parser)
{
    if (accept(parser, "-"))
        return -unary(parser);
    if (accept(parser, "~"))
        return ~unary(parser);
    return primary(parser);
}

static NOINLINE long long product(struct parser *parser)
{
    long long value = unary(parser);
    for (;;) {
        if (accept(parser, "*")) {
            value *= unary(parser);
        } else if (accept(parser, "/") || accept(parser, "%")) {
            char operator = parser->at[-1];
            long long divisor = unary(parser);
            if (divisor == 0)
                return fail(parser, "division by zero");
            value = operator == '/' ? value / divisor : value % divisor;
        } else {
            return value;
        }
    }
}

static NOINLINE long long sum(struct parser *parser)
{
    long long value = product(parser);
    for (;;) {
        if (accept(parser, "+"))
            value += product(parser);
        else if (accept(parser, "-"))
            value -= product(parser);
        else
            return value;
    }
}

static NOINLINE long long comparison(struct parser *parser)
{
    long long value = sum(parser);
    if (accept(parser, "=="))
        return value == sum(parser);
    if (accept(parser, "<"))
        return value < sum(parser);
    if (accept(parser, ">"))
        return value > sum(parser);
    return value;
}

static NOINLINE long long conditional(struct parser *parser)
{
    long long condition = comparison(parser), yes, no;
    if (!accept(parser, "?"))
        return condition;
    yes = assignment(parser);
    if (!accept(parser, ":"))
        return fail(parser, "missing :");
    no = assignment(parser);
    return condition ? yes : no;
}

static NOINLINE long long assignment(struct parser *parser)
{
    skip_blanks(parser);
    if (is_letter(parser->at[0]) && !is_letter(parser->at[1])) {
        struct parser ahead = {parser->at + 1, NULL, 0};
        skip_blanks(&ahead);
        if (ahead.at[0] == '=' && ahead.at[1] != '=') {
            int name = *parser->at - 'a';
            parser->at = ahead.at + 1;
            return variables[name] = assignment(parser);
        }
    }
    return conditional(parser);
}

NOINLINE int evaluate(const char *text, long long *value)
{
    struct parser parser = {text, NULL, 0};
    *value = assignment(&parser);
    skip_blanks(&parser);
    if (*parser.at && !parser.error)
        parser.error = "something is left over";
    print(text);
    if (parser.error) {
        print("  error: ");
        print(parser.error);
        print(" at ");
        print_int(parser.at - text);
    } else {
        print(" = ");
        print_int(*value);
    }
    print("\n");
    return parser.error == NULL;
}

static const char *const samples[] = {
    "1 + 2 * 3",
    "-(4 - 10) * (7 + 2)",
    "a = 12",
    "b = a * a - 1",
    "gcd(b, a + 1)",
    "pow(3, 30) % 1000007",
    "max(a, pow(2, 10)) / 7",
    "a > 10 ? b == 143 ? 1 : 2 : 3",
    "~0x7f + 0x100",
    "c = d = 99999999999 / 7",
    "((((((((((1))))))))))",
    "2 * (3 + ",
    "7 / (a - 12)",
    "root(2, 3)",
    "1 2",
};

int main(int argc, char **argv, char **envp)
{
    int good = 0;
    long long value, total = 0;
    (void)envp;
    if (argc > 1) {
        for (int i = 1; i < argc; i++)
            good += evaluate(argv[i], &value);
        return good == argc - 1 ? 0 : 1;
    }
    for (unsigned i = 0; i < sizeof samples / sizeof *samples; i++) {
        if (evaluate(samples[i], &value)) {
            good++;
            total += value;
        }
    }
    show("good", good);
    show("total", total);
    return 0;
}
