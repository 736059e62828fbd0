/* Which pictures are wanted, and where their bytes come from. */
#include "gather/pictures.h"

#include "fetch/fetch.h"
#include "files/files.h"
#include "front/json.h"

enum { PICTURES_MEMORY = 256 * 1024 * 1024, STEP_MS = 100 };

static bool on_the_web(struct str url) {
    return str_starts_case(url, STR("http://")) || str_starts_case(url, STR("https://"));
}

/* What came through the inbox has its pictures there, too: nothing is asked of the network for it.
 */
static bool may_ask(const struct edition *edition, const struct article *article) {
    const struct edition_source *source = edition_find_source(edition, str_from(article->source));
    return article->source[0] == '\0' || (source != NULL && on_the_web(source->url));
}

static const struct article_image *first_image(const struct article *article) {
    for (size_t i = 0; i < article->image_count; i++)
        if (on_the_web(article->images[i].url))
            return &article->images[i];
    return NULL;
}

/* Adds the picture of a story that is shown by this lead. */
static enum status want(struct picturing *round, const struct store_article *row,
                        struct error *error) {
    const struct edition *edition = round->gatherer->edition;
    struct arena *arena = &round->arena;
    struct article article;
    bool fresh = false;
    char hash[HASH_HEX + 1];
    struct str id = arena_copy(arena, str_from(row->id));
    if (row->id[0] == '\0' || !row->shown)
        return STATUS_OK;
    if (str_absent(id) || map_ensure(&round->articles, id, 0, &fresh) == NULL)
        return error_memory(error);
    enum status status = fresh ? article_read(arena, row->data, &article, error) : STATUS_OK;
    if (status != STATUS_OK || !fresh || article.imported)
        return status;
    article_obey(arena, edition, &article);
    const struct article_image *image = first_image(&article);
    if (image == NULL || article_picture_policy(edition, &article) != PICTURES_COPY)
        return STATUS_OK;
    hash_hex(image->url, hash);
    struct str key = arena_copy(arena, str_from(hash));
    if (str_absent(key) || arena_grow(arena, &round->items, &round->capacity, round->count + 1,
                                      sizeof *round->items) != STATUS_OK)
        return arena_status(arena, error);
    struct map_entry *entry = map_ensure(&round->keys, key, round->count, &fresh);
    if (entry == NULL)
        return error_memory(error);
    round->items[round->count++] = (struct wanted){
        .round = round,
        .article = id,
        .image = *image,
        .key = key,
        .same = entry->value,
        .asked = !round->gatherer->offline && may_ask(edition, &article),
    };
    return STATUS_OK;
}

static enum status want_each(struct picturing *round, const struct store_article *rows,
                             size_t count, struct error *error) {
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = want(round, &rows[i], error);
    return status;
}

static enum status want_front(struct picturing *round, struct error *error) {
    struct arena *arena = &round->arena;
    struct store *store = round->gatherer->store;
    struct front front = {0};
    struct store_article *rows;
    struct str text;
    enum status status = store_front_get(store, arena, &text, error);
    if (status == STATUS_OK && !str_absent(text))
        status = front_read(arena, text, &front, error);
    struct str *leads = arena_array(arena, front.count, struct str);
    if (status != STATUS_OK || leads == NULL)
        return status != STATUS_OK ? status : arena_status(arena, error);
    for (size_t i = 0; i < front.count; i++)
        leads[i] = str_from(front.items[i].lead);
    status = store_articles_get(store, arena, leads, front.count, &rows, error);
    return status == STATUS_OK ? want_each(round, rows, front.count, error) : status;
}

/* Those of the front first, then the newest. */
static enum status choose(struct picturing *round, struct error *error) {
    const struct store_query newest = {
        .shown_only = true, .leads_only = true, .most = PICTURES_NEWEST};
    struct store_article *rows;
    size_t count;
    enum status status = want_front(round, error);
    if (status == STATUS_OK)
        status = store_articles_list(round->gatherer->store, &round->arena, &newest, &rows, &count,
                                     error);
    return status == STATUS_OK ? want_each(round, rows, count, error) : status;
}

static enum status read_notes(struct picturing *round, struct error *error) {
    struct store_key *keys = arena_array(&round->arena, round->count, struct store_key);
    if (keys == NULL)
        return arena_status(&round->arena, error);
    for (size_t i = 0; i < round->count; i++)
        keys[i].key = round->items[i].key;
    enum status status = store_notes_get(round->gatherer->store, &round->arena, NOTES_PICTURE, keys,
                                         round->count, error);
    for (size_t i = 0; i < round->count && status == STATUS_OK; i++)
        status = picture_note_read(&round->arena, keys[i].value, &round->items[i].note, error);
    for (size_t i = 0; i < round->count && status == STATUS_OK; i++) {
        status = pictures_look(round, &round->items[i].image, error);
        if (status == STATUS_OK)
            status = pictures_look(round, &round->items[i].note.image, error);
    }
    return status;
}

/* ---- their bytes ---- */

/* What stands for it in the inbox. *there false: nothing does. */
static enum status take_held(struct picturing *round, struct wanted *item, bool *there,
                             struct error *error) {
    char path[32 + HASH_HEX];
    struct buf bytes;
    snprintf(path, sizeof path, "inbox/pictures/%.*s", STR_ARG(item->key));
    buf_init(&bytes, PICTURE_BYTES_MOST);
    enum status status =
        files_read(round->gatherer->folder, str_from(path), PICTURE_BYTES_MOST, &bytes, NULL);
    *there = status != STATUS_NOT_FOUND;
    if (status == STATUS_OK)
        status = pictures_take(round, item, buf_str(&bytes), error);
    else if (*there)
        pictures_fail(round, item, str_from(status_word(status)));
    buf_release(&bytes);
    return *there && status == STATUS_OK ? STATUS_OK
           : status == STATUS_MEMORY     ? error_memory(error)
                                         : STATUS_OK;
}

/* A picture's own answer may forbid what its article's page does not. */
static bool may_be_kept(const struct picturing *round, struct str stated) {
    struct page_rights rights =
        page_rights_read(stated, round->gatherer->edition->fetch.user_agent);
    return page_rights_picture(&rights) && page_rights_listed(&rights);
}

static void answered(const struct fetch_response *response, void *context) {
    struct wanted *item = response->data;
    struct picturing *round = context;
    struct error error;
    enum status status = STATUS_OK;
    if (round->status != STATUS_OK || response->class == FETCH_HELD)
        return;
    if (response->class != FETCH_OK)
        pictures_fail(round, item, response->message);
    else if (!may_be_kept(round, response->stated))
        pictures_fail(round, item, STR("its answer says that it may not be kept"));
    else
        status = pictures_take(round, item, response->body, &error);
    if (status != STATUS_OK) {
        round->status = status;
        round->error = error;
    }
}

static enum status ask(struct picturing *round, struct wanted *item, struct error *error) {
    const struct fetch_request request = {
        .url = item->image.url,
        .kind = FETCH_PICTURE,
        .doubt = item->note.failures,
        .data = item,
    };
    enum status status = STATUS_OK;
    if (round->fetcher == NULL)
        status = gather_open_fetcher(round->gatherer, &round->fetcher, error);
    return status == STATUS_OK ? fetch_add(round->fetcher, &request, error) : status;
}

static bool is_due(const struct picturing *round, const struct wanted *item, size_t place) {
    return item->same == place && item->image.copy_count == 0 && item->note.image.copy_count == 0 &&
           item->note.due <= round->gatherer->now;
}

static enum status wait_for_answers(struct picturing *round, struct error *error) {
    int64_t begun = clock_monotonic_ms();
    enum status status = STATUS_OK;
    while (status == STATUS_OK && round->status == STATUS_OK && fetch_left(round->fetcher) > 0) {
        int64_t passed = clock_monotonic_ms() - begun;
        if (passed >= PICTURES_MS || round->without)
            return STATUS_OK;
        if (passed >= PICTURES_DOUBT_MS && !fetch_hopeful(round->fetcher))
            fetch_cut(round->fetcher);
        status = fetch_step(round->fetcher, STEP_MS, answered, round, error);
    }
    if (round->status != STATUS_OK)
        *error = round->error;
    return status == STATUS_OK ? round->status : status;
}

static enum status get_all(struct picturing *round, struct error *error) {
    enum status status = STATUS_OK;
    size_t asked = 0;
    for (size_t i = 0; i < round->count && status == STATUS_OK && asked < PICTURES_ROUND_MOST;
         i++) {
        struct wanted *item = &round->items[i];
        bool there = false;
        if (!is_due(round, item, i))
            continue;
        status = take_held(round, item, &there, error);
        asked += there || item->asked;
        if (status == STATUS_OK && !there && item->asked)
            status = ask(round, item, error);
    }
    return status == STATUS_OK && round->fetcher != NULL ? wait_for_answers(round, error) : status;
}

/* ---- what is known of them now ---- */

/* What stands in the inbox for it proves to be no picture. */
static enum status forget_held(struct picturing *round, const struct wanted *item,
                               struct error *error) {
    const struct article_image none = {.url = item->image.url};
    return facts_add_pictured(&round->facts, item->article, &none, round->gatherer->now, error);
}

/* An article that has no copies gets those that are there; one that has some that the note does not
 * know, as that was lost, tells the note. */
static enum status settle(struct picturing *round, struct wanted *item, struct error *error) {
    struct wanted *first = &round->items[item->same];
    struct picture_note *note = &first->note;
    int64_t now = round->gatherer->now;
    if (note->image.copy_count == 0 && item->image.copy_count == 0)
        return first->changed && item->image.cached ? forget_held(round, item, error) : STATUS_OK;
    if (note->image.copy_count == 0)
        note->image = item->image;
    size_t before = note->article_count;
    enum status status = picture_note_add(&round->arena, note, item->article, error);
    first->changed |= note->article_count != before || note->shown + PICTURES_SHOWN <= now;
    note->image.url = item->image.url;
    note->shown = now;
    if (status != STATUS_OK || item->image.copy_count > 0)
        return status;
    return facts_add_pictured(&round->facts, item->article, &note->image, now, error);
}

static enum status note_all(struct picturing *round, struct error *error) {
    enum status status = STATUS_OK;
    for (size_t i = 0; i < round->count && status == STATUS_OK; i++)
        status = settle(round, &round->items[i], error);
    for (size_t i = 0; i < round->count && status == STATUS_OK; i++) {
        struct wanted *item = &round->items[i];
        struct store_key note = {.key = item->key};
        if (!item->changed)
            continue;
        item->note.image.url = item->image.url;
        note.value = picture_note_write(&round->arena, &item->note);
        status = str_absent(note.value)
                     ? arena_status(&round->arena, error)
                     : store_notes_put(round->gatherer->store, NOTES_PICTURE, &note, 1, error);
    }
    return status;
}

/* Each once, the smallest first. */
static void add_width(struct picturing *round, int64_t width) {
    size_t at = round->width_count;
    for (size_t i = 0; i < round->width_count; i++)
        if (round->widths[i] == width)
            return;
    round->width_count++;
    for (; at > 0 && round->widths[at - 1] > width; at--)
        round->widths[at] = round->widths[at - 1];
    round->widths[at] = width;
}

static enum status open_round(struct picturing *round, struct gatherer *gatherer,
                              struct error *error) {
    const struct edition_pictures *pictures = &gatherer->edition->pictures;
    *round = (struct picturing){.gatherer = gatherer};
    arena_init(&round->arena, PICTURES_MEMORY);
    facts_init(&round->facts);
    map_init(&round->keys, 0);
    map_init(&round->articles, 0);
    for (size_t i = 0; i < pictures->size_count && i < IMAGE_WIDTHS_MOST; i++)
        add_width(round, pictures->sizes[i]);
    struct str folder = arena_format(&round->arena, "%s/state/pictures", gatherer->folder);
    return str_absent(folder) ? arena_status(&round->arena, error)
                              : tree_open(folder.p, &round->held, error);
}

static void close_round(struct picturing *round) {
    fetch_close(round->fetcher);
    tree_close(round->held);
    map_release(&round->keys);
    map_release(&round->articles);
    facts_release(&round->facts);
    arena_release(&round->arena);
}

enum status gather_pictures(struct gatherer *gatherer, struct error *error) {
    const struct edition_pictures *pictures = &gatherer->edition->pictures;
    struct picturing round;
    if (gatherer->program == NULL || pictures->on == SWITCH_OFF || pictures->size_count == 0)
        return STATUS_OK;
    enum status status = open_round(&round, gatherer, error);
    if (status == STATUS_OK)
        status = choose(&round, error);
    if (status == STATUS_OK)
        status = read_notes(&round, error);
    if (status == STATUS_OK)
        status = get_all(&round, error);
    if (status == STATUS_OK)
        status = tree_settle(round.held, error);
    if (status == STATUS_OK)
        status = note_all(&round, error);
    if (status == STATUS_OK)
        status = facts_commit(&round.facts, gatherer->store, error);
    if (status == STATUS_OK && gatherer->report.pictures > 0)
        status = pictures_limit(&round, error);
    close_round(&round);
    return status;
}
