#include "press/state.h"

#include "front/json.h"
#include "press/learned.h"

#include <stdlib.h>

enum {
    FACTS_A_COMMIT = 200,
    SETTINGS_MOST = 256 * 1024 * 1024,
    SCRATCH_MOST = 256 * 1024 * 1024,
    JSON_MOST = 16 * 1024 * 1024,
};

static const struct {
    struct str kind;
    press_folder *fold;
} folders[] = {
    {STR_INIT("configured"), fold_configured},
    {STR_INIT("observed"), fold_observed},
    {STR_INIT("imported"), fold_imported},
    {STR_INIT("clicked"), fold_clicked},
    {STR_INIT("tick"), fold_tick},
    {STR_INIT("rescored"), fold_rescored},
    {STR_INIT("learned"), fold_learned},
    {STR_INIT("counted"), fold_counted},
    {STR_INIT("named"), fold_named},
    {STR_INIT("fronted"), fold_fronted},
    {STR_INIT("pictured"), fold_pictured},
    {STR_INIT("issued"), fold_issued},
    {STR_INIT("restored"), fold_restored},
};

const struct edition *press_edition(const struct press *press) {
    return press->configured ? &press->edition : NULL;
}

const struct front_report *press_front_report(const struct press *press) {
    return &press->front;
}

struct str press_json(struct press *press, void (*render)(const void *, struct json *),
                      const void *value) {
    struct buf text;
    struct json json;
    buf_init(&text, JSON_MOST);
    json_init(&json, &text, JSON_COMPACT);
    render(value, &json);
    struct str copy =
        text.status == STATUS_OK ? arena_copy(&press->scratch, buf_str(&text)) : STR_NONE;
    if (text.status != STATUS_OK)
        press->scratch.failed = true;
    buf_release(&text);
    return copy;
}

static void render_article(const void *value, struct json *json) {
    article_write(value, json);
}

static void render_score(const void *value, struct json *json) {
    score_write(value, json);
}

struct str press_article_json(struct press *press, const struct article *article) {
    return press_json(press, render_article, article);
}

struct str press_score_json(struct press *press, const struct score *score) {
    return press_json(press, render_score, score);
}

enum status press_text(struct press *press, struct str hash, struct str *text,
                       struct error *error) {
    struct store_text wanted = {.hash = hash};
    *text = STR_NONE;
    if (str_empty(hash))
        return STATUS_OK;
    enum status status = store_texts_read(press->store, &press->scratch, &wanted, 1, error);
    *text = wanted.text;
    return status;
}

enum status press_number(struct press *press, struct str name, int64_t otherwise, int64_t *value,
                         struct error *error) {
    struct store_key key = {.key = name};
    *value = otherwise;
    enum status status = store_keys_get(press->store, &press->scratch, KEYS_STATE, &key, 1, error);
    if (status == STATUS_OK && !str_absent(key.value) && !str_to_i64(key.value, value))
        return error_set(error, STATUS_INVALID, "the derived state holds a wrong number");
    return status;
}

enum status press_set_number(struct press *press, struct str name, int64_t value,
                             struct error *error) {
    struct store_key key = {.key = name,
                            .value = arena_format(&press->scratch, "%lld", (long long)value)};
    if (str_absent(key.value))
        return arena_status(&press->scratch, error);
    return store_keys_put(press->store, KEYS_STATE, &key, 1, error);
}

/* ---- configuration ---- */

/* The classifier gets the model that counts now; the one before is no longer needed. */
static enum status apply_model(struct press *press, struct error *error) {
    arena_clear(&press->learned);
    return learned_apply(press->store, &press->edition, &press->learned, press->classifier, error);
}

static enum status load_edition(struct press *press, struct str packed, struct error *error) {
    struct edition_file *files;
    size_t count;
    press->configured = false;
    arena_clear(&press->settings);
    struct str kept = arena_copy(&press->settings, packed);
    if (str_absent(kept))
        return arena_status(&press->settings, error);
    enum status status = edition_unpack(&press->settings, kept, &files, &count, error);
    if (status == STATUS_OK)
        status = edition_load(&press->settings, files, count, &press->edition, error);
    if (status == STATUS_OK)
        status =
            topic_classifier_make(&press->settings, &press->edition, &press->classifier, error);
    if (status == STATUS_OK)
        status = apply_model(press, error);
    press->configured = status == STATUS_OK;
    return status;
}

enum status press_configure(struct press *press, struct str hash, struct error *error) {
    struct str packed;
    enum status status = press_text(press, hash, &packed, error);
    if (status == STATUS_OK && str_absent(packed))
        status = error_set(error, STATUS_INVALID, "the facts lack a configuration they name");
    return status != STATUS_OK ? status : load_edition(press, packed, error);
}

/* Their addresses stay known: a message that was sent leads on when its sponsorship is over. */
static enum status note_sponsors(struct press *press, struct error *error) {
    enum status status = STATUS_OK;
    for (size_t i = 0; i < press->edition.sponsorship_count; i++) {
        const struct edition_sponsorship *sponsorship = &press->edition.sponsorships[i];
        for (size_t k = 0; status == STATUS_OK && k < sponsorship->message_count; k++) {
            const struct store_key key = {.key = str_from(sponsorship->messages[k].id),
                                          .value = sponsorship->messages[k].url};
            status = store_keys_put(press->store, KEYS_SPONSOR, &key, 1, error);
        }
    }
    return status;
}

enum status fold_configured(struct press *press, const struct json_value *body,
                            struct error *error) {
    struct str hash = arena_copy(&press->scratch, json_get_str(body, "text"));
    int64_t window = press->configured ? press->edition.stories_window : 0;
    enum status status = press->overridden ? STATUS_OK : press_configure(press, hash, error);
    if (status != STATUS_OK)
        return status;
    struct store_key key = {.key = STR("configuration"), .value = hash};
    status = store_keys_put(press->store, KEYS_STATE, &key, 1, error);
    if (status == STATUS_OK)
        status = note_sponsors(press, error);
    if (status == STATUS_OK && press->edition.stories_window != window)
        press->index_stale = true;
    return status;
}

enum status press_override(struct press *press, struct str packed, struct error *error) {
    press->overridden = true;
    return load_edition(press, packed, error);
}

void press_set_watch(struct press *press, press_watch *watch, void *state) {
    press->watch = watch;
    press->watch_state = state;
}

enum status fold_learned(struct press *press, const struct json_value *body, struct error *error) {
    struct store_key model = {.key = LEARNED_KEY, .value = learned_hash(body)};
    if (str_absent(model.value))
        return STATUS_OK; /* learnt for something else, by a newer program */
    enum status status = store_keys_put(press->store, KEYS_STATE, &model, 1, error);
    return status == STATUS_OK ? apply_model(press, error) : status;
}

/* ---- the story index ---- */

enum status press_article(struct press *press, const struct store_article *row,
                          struct article *article, struct error *error) {
    return article_read(&press->scratch, row->data, article, error);
}

enum status press_document(struct press *press, const struct store_article *row,
                           struct story_document *document, struct error *error) {
    struct article article;
    struct str text = STR_NONE;
    enum status status = press_article(press, row, &article, error);
    if (status == STATUS_OK)
        status = press_text(press, article.reworded ? article.first_text_hash : article.text_hash,
                            &text, error);
    if (status != STATUS_OK)
        return status;
    *document = (struct story_document){
        .id = str_from(row->id),
        .title = article.reworded ? article.first_title : article.title,
        .excerpt = article.reworded ? article.first_excerpt : article.excerpt,
        .text = text,
        .published = row->published,
        .provider = row->provider,
        .url = article.web_url,
        .language = article.language,
    };
    return STATUS_OK;
}

enum status press_live(struct press *press, const struct store_article *row, struct error *error) {
    struct story_document document;
    enum status status = press_document(press, row, &document, error);
    return status != STATUS_OK ? status
                               : story_index_restore(press->index, &document, str_from(row->story),
                                                     str_from(row->copy_of), error);
}

enum { RESTORE_AT_ONCE = 200 };

static enum status restore_index(struct press *press, struct error *error) {
    const struct story_settings settings = {
        .window = press->edition.stories_window,
        .background = press->has_background ? &press->background : NULL,
    };
    story_index_close(press->index);
    press->index = story_index_open(&settings);
    press->index_from = press_live_from(press, press->at);
    if (press->index == NULL)
        return error_memory(error);
    struct store_query query = {
        .order = STORE_BY_ARRIVED_UP,
        .published_from = press->index_from,
        .most = RESTORE_AT_ONCE,
    };
    enum status status = STATUS_OK;
    size_t count = RESTORE_AT_ONCE;
    while (status == STATUS_OK && count == RESTORE_AT_ONCE) {
        struct arena rows;
        struct store_article *articles;
        arena_init(&rows, SCRATCH_MOST);
        status = store_articles_list(press->store, &rows, &query, &articles, &count, error);
        for (size_t i = 0; status == STATUS_OK && i < count; i++) {
            arena_clear(&press->scratch);
            status = press_live(press, &articles[i], error);
            query.after_key = articles[i].arrived;
            memcpy(query.after_id, articles[i].id, sizeof query.after_id);
        }
        arena_release(&rows);
    }
    press->index_stale = status != STATUS_OK;
    return status;
}

/* What the fact that is being folded has in the scratch arena stays there. */
enum status press_need_index(struct press *press, struct error *error) {
    struct arena scratch = press->scratch;
    if (!press->index_stale)
        return STATUS_OK;
    arena_init(&press->scratch, SCRATCH_MOST);
    enum status status = restore_index(press, error);
    arena_release(&press->scratch);
    press->scratch = scratch;
    return status;
}

int64_t press_live_from(const struct press *press, int64_t at) {
    return at - 2 * press->edition.stories_window;
}

enum status press_near(struct press *press, struct arena *arena, struct str story, size_t most,
                       struct story_near **near, size_t *count, struct error *error) {
    *count = 0;
    if (!press->configured)
        return STATUS_OK;
    enum status status = press_need_index(press, error);
    return status != STATUS_OK
               ? status
               : story_index_near(press->index, arena, story, most, near, count, error);
}

/* ---- opening, folding ---- */

static enum status restore_front(struct press *press, struct error *error) {
    struct front front = {0};
    struct str text;
    enum status status = store_front_get(press->store, &press->scratch, &text, error);
    if (status == STATUS_OK && !str_absent(text))
        status = front_read(&press->scratch, text, &front, error);
    press->front = front.report;
    return status;
}

static enum status restore(struct press *press, struct error *error) {
    struct store_key key = {.key = STR("configuration")};
    enum status status = store_keys_get(press->store, &press->scratch, KEYS_STATE, &key, 1, error);
    if (status != STATUS_OK || str_absent(key.value))
        return status;
    status = press_configure(press, key.value, error);
    if (status == STATUS_OK)
        status = press_apply_background(press, error);
    if (status == STATUS_OK)
        status = press_number(press, STR("at"), 0, &press->at, error);
    return status == STATUS_OK ? restore_front(press, error) : status;
}

enum status press_open(struct store *store, const struct log *log, struct press **press,
                       struct error *error) {
    *press = calloc(1, sizeof **press);
    if (*press == NULL)
        return error_memory(error);
    (*press)->store = store;
    (*press)->log = log;
    (*press)->index_stale = true;
    arena_init(&(*press)->settings, SETTINGS_MOST);
    arena_init(&(*press)->learned, TOPIC_MODEL_MEMORY_MOST);
    arena_init(&(*press)->counted, TEXT_BACKGROUND_MEMORY);
    arena_init(&(*press)->scratch, SCRATCH_MOST);
    enum status status = restore(*press, error);
    arena_clear(&(*press)->scratch);
    if (status != STATUS_OK) {
        press_close(*press);
        *press = NULL;
    }
    return status;
}

void press_close(struct press *press) {
    if (press == NULL)
        return;
    story_index_close(press->index);
    arena_release(&press->settings);
    arena_release(&press->learned);
    arena_release(&press->counted);
    arena_release(&press->scratch);
    free(press);
}

static enum status fold_one(struct press *press, const struct fact *fact, struct error *error) {
    const struct json_value *body;
    press->number = fact->number;
    press->at = fact->at;
    arena_clear(&press->scratch);
    press_folder *fold = NULL;
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++)
        if (str_eq(folders[i].kind, fact->kind))
            fold = folders[i].fold;
    if (fold == NULL)
        return error_set(error, STATUS_UNSUPPORTED,
                         "fact %lld is of the unknown kind '%.*s': a newer program wrote it",
                         (long long)fact->number, STR_ARG(fact->kind));
    if (fold != fold_configured && !press->configured)
        return error_set(error, STATUS_INVALID, "the facts do not begin with a configuration");
    enum status status = json_read(&press->scratch, fact->body, &body, error);
    if (status == STATUS_OK)
        status = fold(press, body, error);
    press->report->facts++;
    if (status == STATUS_OK && press->watch != NULL)
        status = press->watch(press->watch_state, press->store, fact, error);
    return status;
}

/* One batch in one commit, of facts up to `last`; *more says whether there may be further ones. */
static enum status fold_batch(struct press *press, int64_t last, bool *more, struct error *error) {
    struct arena arena;
    struct fact *facts = NULL;
    size_t count = 0;
    int64_t folded;
    arena_init(&arena, SCRATCH_MOST);
    enum status status = store_folded(press->store, &folded, error);
    int64_t most = last - folded < FACTS_A_COMMIT ? last - folded : FACTS_A_COMMIT;
    if (status == STATUS_OK && most > 0)
        status =
            store_facts_read(press->store, &arena, folded, (size_t)most, &facts, &count, error);
    *more = status == STATUS_OK && count == FACTS_A_COMMIT;
    if (status != STATUS_OK || count == 0)
        goto out;
    status = store_begin(press->store, error);
    if (status != STATUS_OK)
        goto out;
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        status = fold_one(press, &facts[i], error);
    if (status == STATUS_OK)
        status = press_set_number(press, STR("at"), press->at, error);
    if (status == STATUS_OK)
        status = store_commit(press->store, facts[count - 1].number, error);
    else
        store_rollback(press->store);
out:
    arena_clear(&press->scratch);
    arena_release(&arena);
    return status;
}

enum status press_fold(struct press *press, struct press_report *report, struct error *error) {
    return press_fold_to(press, INT64_MAX, report, error);
}

enum status press_fold_to(struct press *press, int64_t number, struct press_report *report,
                          struct error *error) {
    bool more = true;
    enum status status = STATUS_OK;
    press->report = report;
    while (more && status == STATUS_OK)
        status = fold_batch(press, number, &more, error);
    press->report = NULL;
    return status;
}
