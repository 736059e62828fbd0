#include "record/record.h"

#include "base/utf8.h"
#include "text/slug.h"

void record_path(struct str title, int64_t accepted, unsigned attempt, struct buf *out) {
    char day[TIME_TEXT];
    BUF_ADD(out, "_news/");
    buf_add_cstr(out, day_format(accepted, day));
    buf_add_byte(out, '-');
    text_slug(title, out);
    if (attempt > 1) {
        buf_add_byte(out, '-');
        buf_add_u64(out, attempt);
    }
    BUF_ADD(out, ".md");
}

bool record_path_valid(struct str path) {
    static const struct str form = STR_INIT("dddd-dd-dd-");
    if (!str_starts(path, STR("_news/")) || !str_ends(path, STR(".md")))
        return false;
    struct str name = str_skip(path, 6);
    if (name.n <= form.n + 3 || name.n > 255)
        return false;
    for (size_t i = 0; i < form.n; i++)
        if (form.p[i] == 'd' ? !ascii_is_digit(name.p[i]) : name.p[i] != '-')
            return false;
    for (size_t i = 0; i < name.n; i++)
        if (name.p[i] == '/' || (unsigned char)name.p[i] < 0x20 || name.p[i] == 0x7F)
            return false;
    return utf8_valid(name, NULL);
}
