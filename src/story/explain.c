#include "story/decide.h"

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

/* What decided, for and against. */
static const struct {
    const char *word, *joined, *kept;
} told[] = {
    {"words", "their words are alike", "their words are not alike enough"},
    {"titles", "the titles are alike", "the titles are not alike"},
    {"relative", "it is as like the others as they are like each other",
     "it is less like the others than they are like each other"},
    {"size", "of the story's size", "of the story's size"},
    {"length", "for texts of this length it is enough",
     "for texts of this length it is too little"},
    {"time", "they are near in time", "too much time lies between"},
    {"rarity", "the words they share are rare", "the words they share are common"},
    {"covered", "one says what the other says", "neither says what the other says"},
    {"contrast", "what its articles say the other's say, too",
     "what most of its articles say, the other's do not"},
    {"told", "each tells what the other's title says", "what one's title says the other does not"},
    {"undated", "both have a time", "no time says that they belong together"},
    {"outlets", "different outlets tell it", "one outlet has written both"},
    {"names", "they name the same", "each names whom the other does not"},
    {"numbers", "their numbers agree", "their numbers disagree"},
    {"little", "", "they share too little"},
    {"series", "", "both are parts of one series"},
    {"boilerplate", "", "they share only what their outlet puts under everything"},
    {"chain", "", "it is like a few of its articles and unlike the others"},
};
enum { TOLD = sizeof told / sizeof told[0] };

void story_explain_told(struct str word, bool joined, struct buf *out) {
    for (size_t i = 0; i < TOLD; i++)
        if (str_eq(word, str_from(told[i].word)))
            buf_printf(out, " because %s", joined ? told[i].joined : told[i].kept);
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
    case STORY_DECIDED:
        BUF_ADD(out, "belongs to the story of ");
        add_title(out, other_title);
        story_explain_told(reason->detail, true, out);
        break;
    case STORY_NEAR:
        if (reason->value >= 0) {
            BUF_ADD(out, "would fit the story of ");
            add_title(out, other_title);
            BUF_ADD(out, ", too, but less well");
            break;
        }
        BUF_ADD(out, "is near the story of ");
        add_title(out, other_title);
        BUF_ADD(out, ", but not of it");
        story_explain_told(reason->detail, false, out);
        break;
    }
}
