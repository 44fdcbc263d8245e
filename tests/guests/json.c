/* A JSON reader: parses into a tree, sums the numbers, finds a path, prints it indented.
 * `json` reads its embedded documents, `json -` one from standard input.
 */
#include "rt.h"

enum kind { NOTHING, FALSE, TRUE, NUMBER, STRING, ARRAY, OBJECT };

struct value {
    enum kind kind;
    long long thousandths;      /* NUMBER, to three decimals */
    const char *text;           /* STRING */
    const char *key;            /* within an object */
    struct value *first, *next; /* children, siblings */
};

struct reader { const char *start, *at; const char *error; int depth; };

static struct value values[512];
static char strings[8192];
static unsigned value_count, string_used;

static char output[512];
static unsigned output_used;

static void flush(void)
{
    write(1, output, output_used);
    output_used = 0;
}

static void put(char c)
{
    if (output_used == sizeof output)
        flush();
    output[output_used++] = c;
}

NOINLINE void put_text(const char *text)
{
    while (*text)
        put(*text++);
}

NOINLINE void put_number(long long number)
{
    if (number < 0) {
        put('-');
        number = -number;
    }
    if (number >= 10)
        put_number(number / 10);
    put((char)('0' + number % 10));
}

NOINLINE void put_thousandths(long long thousandths)
{
    int rest = (int)(thousandths % 1000);
    if (thousandths < 0 && thousandths > -1000)
        put('-');
    put_number(thousandths / 1000);
    if (rest < 0)
        rest = -rest;
    if (rest == 0)
        return;
    put('.');
    for (int digit = 100; rest; rest %= digit, digit /= 10)
        put((char)('0' + rest / digit));
}

NOINLINE struct value *fail(struct reader *reader, const char *error)
{
    if (!reader->error)
        reader->error = error;
    return NULL;
}

NOINLINE struct value *new_value(struct reader *reader, enum kind kind)
{
    struct value *value;
    if (value_count == sizeof values / sizeof *values)
        return fail(reader, "too many values");
    value = &values[value_count++];
    memset(value, 0, sizeof *value);
    value->kind = kind;
    return value;
}

static void skip_blanks(struct reader *reader)
{
    while (*reader->at == ' ' || *reader->at == '\n' || *reader->at == '\t' || *reader->at == '\r')
        reader->at++;
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static NOINLINE int read_unicode(struct reader *reader)
{
    int code = 0;
    for (int i = 0; i < 4; i++) {
        int digit = hex_digit(*reader->at);
        if (digit < 0)
            return -1;
        code = code * 16 + digit;
        reader->at++;
    }
    return code;
}

static NOINLINE void add_utf8(int code)
{
    if (code < 0x80) {
        strings[string_used++] = (char)code;
    } else if (code < 0x800) {
        strings[string_used++] = (char)(0xc0 | code >> 6);
        strings[string_used++] = (char)(0x80 | (code & 0x3f));
    } else {
        strings[string_used++] = (char)(0xe0 | code >> 12);
        strings[string_used++] = (char)(0x80 | (code >> 6 & 0x3f));
        strings[string_used++] = (char)(0x80 | (code & 0x3f));
    }
}

static NOINLINE int read_escape(struct reader *reader)
{
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    char c = *reader->at++;
    if (c == 'u') {
        int code = read_unicode(reader);
        if (code <= 0)
            return 0;
        add_utf8(code);
        return 1;
    }
    for (int i = 0; from[i]; i++) {
        if (from[i] == c) {
            strings[string_used++] = to[i];
            return 1;
        }
    }
    return 0;
}

NOINLINE const char *read_string(struct reader *reader)
{
    const char *start = strings + string_used;
    for (reader->at++; *reader->at != '"';) {
        unsigned char c = (unsigned char)*reader->at++;
        if (c < 0x20 || string_used > sizeof strings - 8) {
            reader->at--;
            fail(reader, c < 0x20 ? "unfinished string" : "too much text");
            return NULL;
        }
        if (c != '\\') {
            strings[string_used++] = (char)c;
        } else if (!read_escape(reader)) {
            fail(reader, "bad escape");
            return NULL;
        }
    }
    reader->at++;
    strings[string_used++] = 0;
    return start;
}

static int is_digit(char c)
{
    return c >= '0' && c <= '9';
}

NOINLINE struct value *read_number(struct reader *reader)
{
    struct value *value = new_value(reader, NUMBER);
    long long thousandths = 0;
    int negative = *reader->at == '-';
    if (!value)
        return NULL;
    reader->at += negative;
    if (!is_digit(*reader->at))
        return fail(reader, "a digit expected");
    while (is_digit(*reader->at))
        thousandths = thousandths * 10 + (*reader->at++ - '0');
    thousandths *= 1000;
    if (*reader->at == '.') {
        int weight = 100;
        for (reader->at++; is_digit(*reader->at); weight /= 10)
            thousandths += (*reader->at++ - '0') * weight;
    }
    value->thousandths = negative ? -thousandths : thousandths;
    return value;
}

static struct value *read_value(struct reader *reader);

/* Members up to `close`; keys before them if `keyed`. */
NOINLINE struct value *read_members(struct reader *reader, enum kind kind, char close, int keyed)
{
    struct value *container = new_value(reader, kind), **link;
    if (!container)
        return NULL;
    if (++reader->depth > 60)
        return fail(reader, "nested too deep");
    link = &container->first;
    reader->at++;
    skip_blanks(reader);
    while (*reader->at != close) {
        const char *key = NULL;
        if (container->first) {
            if (*reader->at != ',')
                return fail(reader, "a comma expected");
            reader->at++;
            skip_blanks(reader);
        }
        if (keyed) {
            if (*reader->at != '"' || !(key = read_string(reader)))
                return fail(reader, "a key expected");
            skip_blanks(reader);
            if (*reader->at != ':')
                return fail(reader, "a colon expected");
            reader->at++;
        }
        if (!(*link = read_value(reader)))
            return NULL;
        (*link)->key = key;
        link = &(*link)->next;
        skip_blanks(reader);
    }
    reader->at++;
    reader->depth--;
    return container;
}

static NOINLINE struct value *read_word(struct reader *reader)
{
    static const struct { const char *word; enum kind kind; } words[] = {
        {"null", NOTHING}, {"false", FALSE}, {"true", TRUE},
    };
    for (int i = 0; i < 3; i++) {
        size_t size = strlen(words[i].word);
        if (memcmp(reader->at, words[i].word, size) == 0) {
            reader->at += size;
            return new_value(reader, words[i].kind);
        }
    }
    return fail(reader, "a value expected");
}

static NOINLINE struct value *read_value(struct reader *reader)
{
    skip_blanks(reader);
    switch (*reader->at) {
    case '{':
        return read_members(reader, OBJECT, '}', 1);
    case '[':
        return read_members(reader, ARRAY, ']', 0);
    case '"': {
        const char *text = read_string(reader);
        struct value *value = text ? new_value(reader, STRING) : NULL;
        if (value)
            value->text = text;
        return value;
    }
    case 'n':
    case 't':
    case 'f':
        return read_word(reader);
    default:
        return read_number(reader);
    }
}

static void indent(int depth)
{
    put('\n');
    while (depth--)
        put_text("  ");
}

static NOINLINE void write_string(const char *text)
{
    put('"');
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            put('\\');
        if (*text == '\n')
            put_text("\\n");
        else
            put(*text);
    }
    put('"');
}

NOINLINE void write_value(const struct value *value, int depth)
{
    static const char *const words[] = {"null", "false", "true"};
    if (value->key) {
        write_string(value->key);
        put_text(": ");
    }
    switch (value->kind) {
    case NUMBER:
        put_thousandths(value->thousandths);
        break;
    case STRING:
        write_string(value->text);
        break;
    case ARRAY:
    case OBJECT:
        put(value->kind == ARRAY ? '[' : '{');
        for (const struct value *child = value->first; child; child = child->next) {
            indent(depth + 1);
            write_value(child, depth + 1);
            if (child->next)
                put(',');
        }
        if (value->first)
            indent(depth);
        put(value->kind == ARRAY ? ']' : '}');
        break;
    default:
        put_text(words[value->kind]);
        break;
    }
}

NOINLINE long long sum_numbers(const struct value *value)
{
    long long total = value->kind == NUMBER ? value->thousandths : 0;
    for (const struct value *child = value->first; child; child = child->next)
        total += sum_numbers(child);
    return total;
}

NOINLINE int height(const struct value *value)
{
    int highest = 0;
    for (const struct value *child = value->first; child; child = child->next) {
        int above = height(child);
        if (above > highest)
            highest = above;
    }
    return highest + 1;
}

NOINLINE const struct value *find(const struct value *value, const char *key)
{
    const struct value *found = NULL;
    if (value->key && strcmp(value->key, key) == 0)
        return value;
    for (const struct value *child = value->first; child && !found; child = child->next)
        found = find(child, key);
    return found;
}

NOINLINE int parse_and_print(const char *text)
{
    struct reader reader = {text, text, NULL, 0};
    const struct value *root, *wanted;
    value_count = string_used = 0;
    root = read_value(&reader);
    skip_blanks(&reader);
    if (root && *reader.at)
        fail(&reader, "something is left over");
    if (reader.error) {
        put_text("error: ");
        put_text(reader.error);
        put_text(" at ");
        put_number(reader.at - reader.start);
        put('\n');
        flush();
        return 0;
    }
    write_value(root, 0);
    put_text("\nvalues ");
    put_number(value_count);
    put_text(", height ");
    put_number(height(root));
    put_text(", sum ");
    put_thousandths(sum_numbers(root));
    if ((wanted = find(root, "wanted"))) {
        put_text(", ");
        write_value(wanted, 0);
    }
    put('\n');
    flush();
    return 1;
}

static const char *const documents[] = {
    "{\"name\": \"probe\", \"sizes\": [1, 2.5, -3.125, 1000], \"nested\": {\"wanted\": [true, false, null]}}",
    "[[[[[1], 2], 3], 4], {\"a\": {\"b\": {\"c\": -0.5}}}, \"\", [], {}]",
    "{\"text\": \"tab\\tquote\\\" \\u00e9 \\u20ac line\\n\", \"n\": 123456789.25}",
    "[1, 2,, 3]",
    "{\"open\": [1, 2, 3",
    "{\"key\" 1}",
    "\"unfinished",
    "[1] 2",
    "[tru]",
};

static char input[4096];

int main(int argc, char **argv, char **envp)
{
    int good = 0;
    (void)envp;
    if (argc > 1 && strcmp(argv[1], "-") == 0) {
        size_t used = 0;
        long got;
        while (used < sizeof input - 1 && (got = read(0, input + used, sizeof input - 1 - used)) > 0)
            used += (size_t)got;
        return !parse_and_print(input);
    }
    for (unsigned i = 0; i < sizeof documents / sizeof *documents; i++)
        good += parse_and_print(documents[i]);
    show("good", good);
    return 0;
}
