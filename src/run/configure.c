#include "run/configure.h"

#include "base/json_read.h"
#include "press/facts.h"

enum { MEMORY_MOST = 512 * 1024 * 1024, PACKED_MOST = 64 * 1024 * 1024 };

/* The hash of the last configuration, in the arena; absent before there was one. */
static enum status last_hash(struct store *store, struct arena *arena, struct str *hash,
                             struct error *error) {
    const struct json_value *body;
    struct fact last;
    bool found = false;
    *hash = STR_NONE;
    enum status status = store_facts_last_of(store, arena, FACT_CONFIGURED, &last, &found, error);
    if (status != STATUS_OK || !found)
        return status;
    status = json_read(arena, last.body, &body, error);
    *hash = json_get_str(body, "text");
    return status;
}

/* Whether the points are other ones than those of the configuration with this hash. One that can
 * not be read any more says nothing. */
static enum status points_changed(struct store *store, struct arena *arena, struct str hash,
                                  const struct edition *edition, bool *changed,
                                  struct error *error) {
    struct store_text text = {.hash = hash};
    struct edition_file *files;
    struct edition before;
    size_t count;
    bool same = true;
    *changed = false;
    enum status status = store_texts_read(store, arena, &text, 1, error);
    if (status != STATUS_OK || str_absent(text.text))
        return status;
    if (edition_unpack(arena, text.text, &files, &count, NULL) == STATUS_OK &&
        edition_load(arena, files, count, &before, NULL) == STATUS_OK)
        status = edition_same_scores(&before, edition, &same, error);
    *changed = !same;
    return status;
}

static enum status append(struct store *store, struct str packed, int64_t now, bool rescore,
                          struct error *error) {
    struct facts facts;
    facts_init(&facts);
    enum status status = facts_add_configured(&facts, packed, now, error);
    if (status == STATUS_OK && rescore)
        status = facts_add(&facts, FACT_RESCORED, now, STR("{\"why\":\"configuration\"}"), error);
    if (status == STATUS_OK)
        status = facts_commit(&facts, store, error);
    facts_release(&facts);
    return status;
}

enum status configure_note(struct store *store, const struct edition *edition,
                           const struct edition_file *files, size_t count, int64_t now,
                           struct configure_report *report, struct error *error) {
    struct buf packed;
    struct arena arena;
    struct str before;
    *report = (struct configure_report){0};
    buf_init(&packed, PACKED_MOST);
    arena_init(&arena, MEMORY_MOST);
    enum status status = edition_pack(files, count, &packed, error);
    hash_hex(buf_str(&packed), report->hash);
    if (status == STATUS_OK)
        status = last_hash(store, &arena, &before, error);
    if (status != STATUS_OK || str_eq(before, str_from(report->hash)))
        goto out;
    if (!str_absent(before))
        status = points_changed(store, &arena, before, edition, &report->rescored, error);
    if (status == STATUS_OK)
        status = append(store, buf_str(&packed), now, report->rescored, error);
    report->appended = status == STATUS_OK;
out:
    arena_release(&arena);
    buf_release(&packed);
    return status;
}
