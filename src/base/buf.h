/* Growing text with a hard cap.
 *
 * Errors stick: when an append cannot be done, the buffer keeps what it had, `status` says why
 * (LIMIT or MEMORY), and every later append does nothing. So a writer appends freely and checks
 * `buf.status` once, at its end. Content is `p[0..n)`, always followed by a NUL once something
 * was appended. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/arena.h"
#include "base/status.h"
#include "base/str.h"

struct buf {
    char *p;
    size_t n;
    size_t capacity;
    size_t max;
    enum status status;
};

/* `max` is the most bytes it will ever hold. Takes no memory yet. */
void buf_init(struct buf *buf, size_t max);
void buf_release(struct buf *buf);
/* Empty again, memory kept, error forgotten. */
void buf_clear(struct buf *buf);

/* Makes sure that `more` bytes can be written at p + n; the caller then raises n. */
enum status buf_reserve(struct buf *buf, size_t more);

/* Nearly all appends find their room: these are worth having in line. */
static inline void buf_add(struct buf *buf, struct str s) {
    bool room = buf->status == STATUS_OK && s.n < buf->capacity - buf->n;
    if (s.n == 0 || (!room && buf_reserve(buf, s.n) != STATUS_OK))
        return;
    memcpy(buf->p + buf->n, s.p, s.n);
    buf->n += s.n;
    buf->p[buf->n] = '\0';
}
static inline void buf_add_byte(struct buf *buf, char byte) {
    buf_add(buf, str_of(&byte, 1));
}
void buf_add_cstr(struct buf *buf, const char *text);
void buf_add_repeat(struct buf *buf, char byte, size_t count);
void buf_add_u64(struct buf *buf, uint64_t value);
void buf_add_i64(struct buf *buf, int64_t value);
void buf_printf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
#define BUF_ADD(buf, literal) buf_add((buf), STR(literal))

/* Drops everything from byte `n` on. */
void buf_truncate(struct buf *buf, size_t n);

/* Borrowed until the next append. Never absent. */
static inline struct str buf_str(const struct buf *buf) {
    return str_of(buf->p != NULL ? buf->p : "", buf->n);
}
/* As C string, borrowed. */
static inline const char *buf_cstr(const struct buf *buf) {
    return buf->p != NULL ? buf->p : "";
}
/* buf->status with a message. */
enum status buf_check(const struct buf *buf, struct error *error);

#endif
