#include "edition/parts.h"

#include "yaml/scalar.h"

enum { VALUE_MOST = 4 * 1024 * 1024 };

static void add_number(const struct edition_key *key, int64_t value, struct buf *out) {
    if (key->type == KEY_SECONDS)
        value_add_duration(out, value * 1000);
    else if (key->type == KEY_MILLISECONDS)
        value_add_duration(out, value);
    else if (key->type == KEY_SIZE)
        value_add_size(out, value);
    else
        buf_add_i64(out, value);
}

static void add_numbers(const int64_t *numbers, size_t count, struct buf *out) {
    BUF_ADD(out, "[");
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            BUF_ADD(out, ", ");
        buf_add_i64(out, numbers[i]);
    }
    BUF_ADD(out, "]");
}

/* Plain where YAML reads the same text back in a list in brackets, else in double quotes. */
static void add_text(struct str text, struct buf *out) {
    static const char special[] = ",[]{}";
    bool plain = yaml_is_plain(text);
    for (size_t i = 0; i < text.n && plain; i++)
        plain = strchr(special, text.p[i]) == NULL;
    if (plain) {
        buf_add(out, text);
        return;
    }
    BUF_ADD(out, "\"");
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] == '"' || text.p[i] == '\\')
            BUF_ADD(out, "\\");
        buf_add_byte(out, text.p[i]);
    }
    BUF_ADD(out, "\"");
}

static void add_texts(const struct str *texts, size_t count, struct buf *out) {
    BUF_ADD(out, "[");
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            BUF_ADD(out, ", ");
        add_text(texts[i], out);
    }
    BUF_ADD(out, "]");
}

static void add_rules(const struct url_rules *rules, struct buf *out) {
    BUF_ADD(out, "[");
    for (size_t i = 0; i < rules->count; i++) {
        if (i > 0)
            BUF_ADD(out, ", ");
        url_rule_write(&rules->list[i], out);
    }
    BUF_ADD(out, "]");
}

static void add_lists(const struct edition_list *lists, size_t count, struct buf *out) {
    BUF_ADD(out, "[");
    for (size_t i = 0; i < count; i++) {
        struct buf text;
        buf_init(&text, VALUE_MOST);
        list_write(&lists[i], &text);
        if (i > 0)
            BUF_ADD(out, ", ");
        add_text(buf_str(&text), out);
        buf_release(&text);
    }
    BUF_ADD(out, "]");
}

static void add_choice(const struct edition_key *key, unsigned value, struct buf *out) {
    struct str rest = str_from(key->words);
    struct str word = STR_NONE;
    for (unsigned i = 0; i <= value; i++)
        if (!str_next(&rest, '|', &word))
            return;
    buf_add(out, word);
}

static void add_list(const struct edition_key *key, const char *base, struct buf *out) {
    const void *list;
    size_t count;
    memcpy(&list, base + key->offset, sizeof list);
    memcpy(&count, base + key->count, sizeof count);
    if (key->type == KEY_NUMBERS)
        add_numbers(list, count, out);
    else if (key->type == KEY_LISTS)
        add_lists(list, count, out);
    else
        add_texts(list, count, out);
}

void key_add_value(const struct edition_key *key, const struct edition *edition, struct buf *out) {
    const char *base = (const char *)edition;
    struct str text;
    int64_t number;
    unsigned choice;
    if (key->offset == KEY_NOWHERE) {
        if (key->type == KEY_TOPIC && edition->main_topic < edition->topic_count)
            add_text(edition->topics[edition->main_topic].name, out);
        return;
    }
    switch (key->type) {
    case KEY_CHOICE:
        memcpy(&choice, base + key->offset, sizeof choice);
        add_choice(key, choice, out);
        return;
    case KEY_INTEGER:
    case KEY_SECONDS:
    case KEY_MILLISECONDS:
    case KEY_SIZE:
        memcpy(&number, base + key->offset, sizeof number);
        add_number(key, number, out);
        return;
    case KEY_DOMAINS:
    case KEY_ENDPOINTS:
    case KEY_NETWORKS:
    case KEY_PHRASES:
    case KEY_NUMBERS:
    case KEY_LISTS:
        add_list(key, base, out);
        return;
    case KEY_ASCENDING:
        add_numbers((const int64_t *)(const void *)(base + key->offset), EDITION_SIZES, out);
        return;
    case KEY_RULES:
        add_rules((const struct url_rules *)(const void *)(base + key->offset), out);
        return;
    default:
        memcpy(&text, base + key->offset, sizeof text);
        if (str_absent(text))
            BUF_ADD(out, "none");
        else
            add_text(text, out);
        return;
    }
}

enum status edition_compare(const struct edition *before, const struct edition *after,
                            edition_difference *visit, void *state, struct error *error) {
    struct buf a, b;
    enum status status = STATUS_OK;
    buf_init(&a, VALUE_MOST);
    buf_init(&b, VALUE_MOST);
    for (size_t i = 0; i < edition_key_count && status == STATUS_OK; i++) {
        buf_clear(&a);
        buf_clear(&b);
        key_add_value(&edition_keys[i], before, &a);
        key_add_value(&edition_keys[i], after, &b);
        status = buf_check(&a, error);
        if (status == STATUS_OK)
            status = buf_check(&b, error);
        if (status == STATUS_OK && !str_eq(buf_str(&a), buf_str(&b)))
            visit(state, str_from(edition_keys[i].path), buf_str(&a), buf_str(&b));
    }
    buf_release(&a);
    buf_release(&b);
    return status;
}

/* ---- scores ---- */

static bool moves_scores(struct str path) {
    return str_starts(path, STR("quality.")) || str_starts(path, STR("heat.")) ||
           str_eq(path, STR("coverage")) || str_eq(path, STR("publish.threshold"));
}

static void note_difference(void *state, struct str path, struct str before, struct str after) {
    bool *same = state;
    (void)before;
    (void)after;
    if (moves_scores(path))
        *same = false;
}

/* Whether the other has the tiers, where they count, and the owners of the one's providers. */
static bool same_providers(const struct edition *a, const struct edition *b) {
    for (size_t i = 0; i < a->provider_count; i++) {
        const struct edition_provider *one = &a->providers[i];
        const struct edition_provider *other = edition_find_provider(b, one->domain);
        bool there = other != NULL && str_eq(other->domain, one->domain);
        if (a->quality.tier_count > 0 && one->tier != (there ? other->tier : 0))
            return false;
        if (!str_eq(one->owner, there ? other->owner : STR_NONE))
            return false;
    }
    return true;
}

enum status edition_same_scores(const struct edition *a, const struct edition *b, bool *same,
                                struct error *error) {
    *same = true;
    enum status status = edition_compare(a, b, note_difference, same, error);
    if (*same)
        *same = same_providers(a, b) && same_providers(b, a);
    return status;
}
