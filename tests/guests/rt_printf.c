#include <stdarg.h>

#include "rt.h"

struct output { char buffer[128]; unsigned used; int total; };

static void flush(struct output *out)
{
    write(1, out->buffer, out->used);
    out->used = 0;
}

static void put(struct output *out, char c)
{
    if (out->used == sizeof out->buffer)
        flush(out);
    out->buffer[out->used++] = c;
    out->total++;
}

static void put_number(struct output *out, unsigned long long value, unsigned base, int upper, int negative,
                       int width, char padding)
{
    const char *digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
    char reversed[24];
    int count = 0;
    do {
        reversed[count++] = digits[value % base];
        value /= base;
    } while (value);
    if (negative && padding == '0')
        put(out, '-');
    for (int column = count + negative; column < width; column++)
        put(out, padding);
    if (negative && padding != '0')
        put(out, '-');
    while (count)
        put(out, reversed[--count]);
}

static unsigned long long take_unsigned(va_list *arguments, int longs)
{
    if (longs == 0)
        return va_arg(*arguments, unsigned);
    if (longs == 1)
        return va_arg(*arguments, unsigned long);
    return va_arg(*arguments, unsigned long long);
}

static long long take_signed(va_list *arguments, int longs)
{
    if (longs == 0)
        return va_arg(*arguments, int);
    if (longs == 1)
        return va_arg(*arguments, long);
    return va_arg(*arguments, long long);
}

static const char *directive(struct output *out, const char *at, va_list *arguments)
{
    char padding = ' ';
    int width = 0, longs = 0;
    if (*at == '0')
        padding = *at++;
    while (*at >= '0' && *at <= '9')
        width = width * 10 + (*at++ - '0');
    while (*at == 'l')
        longs++, at++;
    switch (*at) {
    case 'd': {
        long long value = take_signed(arguments, longs);
        put_number(out, value < 0 ? -(unsigned long long)value : (unsigned long long)value, 10, 0, value < 0, width,
                   padding);
        break;
    }
    case 'u':
        put_number(out, take_unsigned(arguments, longs), 10, 0, 0, width, padding);
        break;
    case 'x':
    case 'X':
        put_number(out, take_unsigned(arguments, longs), 16, *at == 'X', 0, width, padding);
        break;
    case 's': {
        const char *text = va_arg(*arguments, const char *);
        for (int column = (int)strlen(text); column < width; column++)
            put(out, ' ');
        while (*text)
            put(out, *text++);
        break;
    }
    case 'c':
        put(out, (char)va_arg(*arguments, int));
        break;
    default:
        put(out, *at);
        break;
    }
    return at + 1;
}

int printf(const char *format, ...)
{
    struct output out = {.used = 0, .total = 0};
    va_list arguments;
    va_start(arguments, format);
    while (*format) {
        if (*format == '%')
            format = directive(&out, format + 1, &arguments);
        else
            put(&out, *format++);
    }
    va_end(arguments);
    flush(&out);
    return out.total;
}
