#include "story/story.h"

/* Thousandths as a share of a hundred, rounded down. */
static void add_percent(struct buf *out, int64_t thousandths) {
    buf_add_i64(out, thousandths / 10);
    BUF_ADD(out, " %");
}

static void add_title(struct buf *out, struct str title) {
    if (str_empty(title)) {
        BUF_ADD(out, "another article");
        return;
    }
    BUF_ADD(out, "\"");
    buf_add(out, title);
    BUF_ADD(out, "\"");
}

void story_explain(const struct story_reason *reason, struct str other_title, struct buf *out) {
    switch (reason->kind) {
    case STORY_SAME_TEXT:
        add_percent(out, reason->value);
        BUF_ADD(out, " of the text is that of ");
        add_title(out, other_title);
        break;
    case STORY_SAME_WORDS:
        if (str_empty(reason->detail)) {
            BUF_ADD(out, "is worded like ");
        } else {
            BUF_ADD(out, "shares the words ");
            buf_add(out, reason->detail);
            BUF_ADD(out, " with ");
        }
        add_title(out, other_title);
        BUF_ADD(out, " (likeness ");
        add_percent(out, reason->value);
        BUF_ADD(out, ")");
        break;
    case STORY_SAME_TITLE:
        BUF_ADD(out, "its title is ");
        add_percent(out, reason->value);
        BUF_ADD(out, " like that of ");
        add_title(out, other_title);
        break;
    case STORY_FOUNDED:
        BUF_ADD(out, "nothing was near enough");
        if (reason->value > 0) {
            BUF_ADD(out, " (the nearest article's likeness is ");
            add_percent(out, reason->value);
            BUF_ADD(out, ")");
        }
        break;
    }
}
