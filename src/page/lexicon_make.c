/* Writes the tables of lexicon.h as C: run once while the program is built, no part of it. */
#include "page/lexicon.h"

#include <stdio.h>

struct list {
    const char *entries; /* parted by `separator` */
    char separator;
};

static const struct list classes[] = {
#define GROUP(name, words) {words, ' '},
#include "page/class_words.def"
#undef GROUP
};

static const struct list phrases[] = {
#define PHRASES(name, phrases) {phrases, '|'},
#include "page/phrases.def"
#undef PHRASES
};

static const struct list names[] = {
#define LIST(name, words) {words, '|'},
#include "page/names.def"
#undef LIST
};

static void write_text(struct str text) {
    printf("{\"");
    for (size_t i = 0; i < text.n; i++)
        printf(ascii_is_alnum(text.p[i]) ? "%c" : "\\%03o", (unsigned char)text.p[i]);
    printf("\", %zu}", text.n);
}

static void write_words(const char *name, const struct list *lists, size_t count, uint16_t *slots) {
    uint16_t words = 0;
    printf("static const struct page_word %s_words[] = {\n", name);
    for (size_t i = 0; i < count; i++) {
        const char *rest = lists[i].entries;
        for (struct str entry; *rest != '\0'; rest += entry.n) {
            entry = str_take(str_from(rest), (size_t)(strchrnul(rest, lists[i].separator) - rest));
            if (entry.n == 0) {
                rest++;
                continue;
            }
            uint32_t hash = page_word_hash(page_leading_word(entry));
            uint16_t *slot = &slots[hash % PAGE_LEXICON_SLOTS];
            printf("    {");
            write_text(entry);
            printf(", %uu, %u, %zu},\n", (unsigned)hash, (unsigned)*slot, i);
            *slot = ++words;
        }
    }
    printf("};\n");
}

static void write_lexicon(const char *name, const struct list *lists, size_t count) {
    uint16_t slots[PAGE_LEXICON_SLOTS] = {0};
    write_words(name, lists, count, slots);
    printf("static const uint16_t %s_slots[PAGE_LEXICON_SLOTS] = {\n", name);
    for (size_t i = 0; i < PAGE_LEXICON_SLOTS; i++)
        printf("%u,%s", (unsigned)slots[i], i % 16 == 15 ? "\n" : " ");
    printf("};\nconst struct page_lexicon page_lexicon_%s = {%s_words, %s_slots};\n\n", name, name,
           name);
}

int main(void) {
    printf("#include \"page/lexicon.h\"\n\n");
    write_lexicon("classes", classes, sizeof classes / sizeof classes[0]);
    write_lexicon("phrases", phrases, sizeof phrases / sizeof phrases[0]);
    write_lexicon("names", names, sizeof names / sizeof names[0]);
    return ferror(stdout) != 0;
}
