#include "record/check.h"

#include "yaml/yaml.h"

/* A line of `text` from `offset`, for a message: cut to what fits one. */
static struct str line_at(struct str text, size_t offset) {
    struct str line = str_take(str_skip(text, offset), 60);
    return str_take(line, str_find_byte(line, '\n'));
}

static void tell_line(struct str line, struct buf *out) {
    if (line.n == 0) {
        BUF_ADD(out, "an empty line");
        return;
    }
    buf_add_byte(out, '\'');
    for (size_t i = 0; i < line.n; i++)
        if ((unsigned char)line.p[i] >= 0x20 && line.p[i] != 0x7F)
            buf_add_byte(out, line.p[i]);
    buf_add_byte(out, '\'');
}

/* The first line in which the file and its canonical form part. */
static void tell_difference(struct str bytes, struct str canonical, struct buf *out) {
    size_t line = 1, start = 0, same = 0;
    while (same < bytes.n && same < canonical.n && bytes.p[same] == canonical.p[same]) {
        if (bytes.p[same++] == '\n') {
            start = same;
            line++;
        }
    }
    if (same == bytes.n && same == canonical.n)
        return;
    buf_printf(out, "%zu:%zu: not in canonical form: ", line, yaml_position(bytes, same).column);
    if (start >= canonical.n) {
        BUF_ADD(out, "expected the end of the file\n");
        return;
    }
    if (same < bytes.n && bytes.p[same] == '\r') {
        BUF_ADD(out, "expected LF line ends\n");
        return;
    }
    BUF_ADD(out, "expected ");
    tell_line(line_at(canonical, start), out);
    if (start < bytes.n) {
        BUF_ADD(out, ", found ");
        tell_line(line_at(bytes, start), out);
    }
    BUF_ADD(out, " ('record fmt -w' mends this)\n");
}

static void tell_missing(bool there, const char *key, struct buf *out) {
    if (!there)
        buf_printf(out, "key '%s' is missing\n", key);
}

/* Keys that stand in every real record (record-format.md, 2), `secured` aside. */
static void tell_keys(const struct record *record, struct buf *out) {
    tell_missing(record->category.n > 0, "category", out);
    tell_missing(!str_absent(record->excerpt), "excerpt", out);
    tell_missing(record->published_time != TIME_NONE, "publishedDateTime", out);
    tell_missing(record->type.n > 0, "type", out);
    tell_missing(record->provider.name.n > 0, "provider.name", out);
    tell_missing(record->provider.domain.n > 0, "provider.domain", out);
    tell_missing(record->topic_count > 0, "topics", out);
    if (record->type.n > 0 && !str_eq(record->type, STR("article")) &&
        !str_eq(record->type, STR("video")))
        BUF_ADD(out, "key 'type' should be 'article' or 'video'\n");
    for (size_t i = 1; i < record->related_count; i++)
        if (record->related[i].has_quality && record->related[i - 1].has_quality &&
            record->related[i].quality > record->related[i - 1].quality) {
            BUF_ADD(out, "related articles are not ordered by 'quality', best first\n");
            break;
        }
}

enum status record_check(struct str bytes, const struct record *record, struct buf *out,
                         struct error *error) {
    struct buf canonical;
    buf_init(&canonical, 16 * (size_t)RECORD_BYTES_MOST);
    record_write(record, &canonical);
    enum status status = buf_check(&canonical, error);
    if (status == STATUS_OK) {
        tell_difference(bytes, buf_str(&canonical), out);
        tell_keys(record, out);
    }
    buf_release(&canonical);
    return status;
}
