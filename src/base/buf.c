#include "base/buf.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

void buf_init(struct buf *buf, size_t max) {
    *buf = (struct buf){.max = max};
}

void buf_release(struct buf *buf) {
    free(buf->p);
    *buf = (struct buf){.max = buf->max};
}

void buf_clear(struct buf *buf) {
    buf->n = 0;
    buf->status = STATUS_OK;
    if (buf->p != NULL)
        buf->p[0] = '\0';
}

enum status buf_reserve(struct buf *buf, size_t more) {
    if (buf->status != STATUS_OK)
        return buf->status;
    if (more > buf->max - buf->n || more > SIZE_MAX / 2 - buf->n)
        return buf->status = STATUS_LIMIT;
    size_t need = buf->n + more + 1;
    if (need <= buf->capacity)
        return STATUS_OK;
    size_t wider = buf->capacity < 64 ? 64 : buf->capacity + buf->capacity / 2;
    if (wider > buf->max)
        wider = buf->max + 1; /* the cap, and the NUL */
    if (wider < need)
        wider = need;
    char *p = realloc(buf->p, wider);
    if (p == NULL)
        return buf->status = STATUS_MEMORY;
    buf->p = p;
    buf->capacity = wider;
    return STATUS_OK;
}

void buf_add_cstr(struct buf *buf, const char *text) {
    buf_add(buf, str_from(text));
}

void buf_add_repeat(struct buf *buf, char byte, size_t count) {
    if (count == 0 || buf_reserve(buf, count) != STATUS_OK)
        return;
    memset(buf->p + buf->n, byte, count);
    buf->n += count;
    buf->p[buf->n] = '\0';
}

void buf_add_u64(struct buf *buf, uint64_t value) {
    char digits[24];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    buf_add(buf, str_of(digits + at, sizeof digits - at));
}

void buf_add_i64(struct buf *buf, int64_t value) {
    if (value < 0)
        buf_add_byte(buf, '-');
    buf_add_u64(buf, value < 0 ? (uint64_t)0 - (uint64_t)value : (uint64_t)value);
}

void buf_printf(struct buf *buf, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int n = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (n < 0 && buf->status == STATUS_OK)
        buf->status = STATUS_LIMIT; /* longer than INT_MAX */
    if (n <= 0 || buf_reserve(buf, (size_t)n) != STATUS_OK)
        return;
    va_start(arguments, format);
    vsnprintf(buf->p + buf->n, (size_t)n + 1, format, arguments);
    va_end(arguments);
    buf->n += (size_t)n;
}

void buf_truncate(struct buf *buf, size_t n) {
    if (n >= buf->n)
        return;
    buf->n = n;
    buf->p[n] = '\0';
}

enum status buf_check(const struct buf *buf, struct error *error) {
    if (buf->status == STATUS_LIMIT)
        return error_set(error, STATUS_LIMIT, "longer than %zu bytes", buf->max);
    if (buf->status != STATUS_OK)
        return error_memory(error);
    return STATUS_OK;
}
