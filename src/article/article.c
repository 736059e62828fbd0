#include "article/article.h"

#include "article/revision.h"
#include "base/utf8.h"
#include "url/url.h"

static enum status canonicalize(struct arena *arena, const struct edition *edition,
                                struct str address, struct str *canonical, struct error *error) {
    return url_canonicalize(arena, &edition->addresses, address, STR_NONE, NULL, canonical, error);
}

/* What identifies an entry without an address: the source and its GUID, else its words. Hashed,
 * for a GUID may be of any length. */
static struct str wordless_key(struct arena *arena, const struct observation *observation) {
    bool guid = !str_empty(observation->guid);
    char hex[HASH_HEX + 1];
    struct str words = guid ? observation->guid
                            : arena_format(arena, "%.*s\n%.*s", STR_ARG(observation->title),
                                           STR_ARG(observation->text_hash));
    hash_hex(words, hex);
    return arena_format(arena, "%s %s %s", guid ? "guid" : "words", observation->source, hex);
}

enum status article_identity(struct arena *scratch, const struct edition *edition,
                             const struct observation *observation, struct buf *out,
                             struct error *error) {
    struct str address = str_first_of(observation->canonical, observation->link);
    struct str identity = STR_NONE;
    if (!str_empty(address)) {
        enum status status = canonicalize(scratch, edition, address, &identity, error);
        if (status != STATUS_OK)
            return status;
    } else {
        identity = wordless_key(scratch, observation);
    }
    buf_add(out, identity);
    if (arena_failed(scratch))
        return arena_status(scratch, error);
    return buf_check(out, error);
}

/* Adds a key, unless it is there. */
static void add_key(struct str key, struct str *keys, size_t *count) {
    for (size_t k = 0; k < *count; k++)
        if (str_eq(keys[k], key))
            return;
    if (key.n > 0)
        keys[(*count)++] = key;
}

static bool one_site(struct arena *arena, struct str a, struct str b) {
    return a.n > 0 && b.n > 0 && str_eq(url_domain(arena, a), url_domain(arena, b));
}

enum status article_keys(struct arena *arena, const struct edition *edition,
                         const struct observation *observation, struct str keys[ARTICLE_KEYS_MOST],
                         size_t *count, struct error *error) {
    enum { CANONICAL, LINK, AMP, ADDRESSES };
    const struct str found[ADDRESSES] = {observation->canonical, observation->link,
                                         observation->amp};
    struct str addresses[ADDRESSES] = {STR_NONE};
    *count = 0;
    for (size_t i = 0; i < ADDRESSES; i++) {
        if (str_empty(found[i]))
            continue;
        enum status status = canonicalize(arena, edition, found[i], &addresses[i], error);
        if (status != STATUS_OK && !(i == AMP && status == STATUS_INVALID))
            return status;
    }
    if (!one_site(arena, addresses[AMP], addresses[CANONICAL]) &&
        !one_site(arena, addresses[AMP], addresses[LINK]))
        addresses[AMP] = STR_NONE;
    for (size_t i = 0; i < ADDRESSES; i++)
        add_key(url_key(arena, addresses[i]), keys, count);
    if (*count == 0)
        keys[(*count)++] = wordless_key(arena, observation);
    return arena_status(arena, error);
}

enum status article_guessed_key(struct arena *arena, const struct edition *edition,
                                const struct observation *observation, struct str *key,
                                struct error *error) {
    struct str canonical;
    *key = STR_NONE;
    if (str_empty(observation->link) || !str_empty(observation->canonical))
        return STATUS_OK;
    enum status status = canonicalize(arena, edition, observation->link, &canonical, error);
    if (status != STATUS_OK)
        return status;
    *key = url_paired_key(arena, canonical);
    return arena_status(arena, error);
}

/* The AMP cache's address of a page: its host with dots as dashes (and dashes doubled), then /c/,
 * s/ for https, and the address (https://developers.google.com/amp/cache/overview). */
static struct str amp_cache_address(struct arena *arena, struct str amp_url) {
    bool secure = str_starts_case(amp_url, STR("https://"));
    size_t scheme = str_find(amp_url, STR("://"));
    if (scheme == SIZE_MAX)
        return STR_NONE;
    struct str rest = str_skip(amp_url, scheme + 3);
    struct str host = str_take(rest, str_find_byte(rest, '/'));
    if (str_empty(host) || str_find_byte(host, ':') != SIZE_MAX)
        return STR_NONE;
    struct buf out;
    buf_init(&out, URL_BYTES_MOST * 2);
    BUF_ADD(&out, "https://");
    for (size_t i = 0; i < host.n; i++) {
        if (host.p[i] == '-')
            buf_add_byte(&out, '-');
        buf_add_byte(&out, host.p[i] == '.' ? '-' : host.p[i]);
    }
    BUF_ADD(&out, ".cdn.ampproject.org/c/");
    if (secure)
        BUF_ADD(&out, "s/");
    buf_add(&out, rest);
    struct str address = out.status == STATUS_OK ? arena_copy(arena, buf_str(&out)) : STR_NONE;
    buf_release(&out);
    return address;
}

/* The outlet: spec/edition.md, sources.opml. */
static void set_provider(struct arena *arena, const struct edition *edition,
                         const struct observation *observation, struct article *article) {
    const struct edition_source *source =
        edition_find_source(edition, str_from(observation->source));
    struct str claimed = source != NULL ? source->provider : STR_NONE;
    struct str host = str_first_of(claimed, url_host(arena, article->web_url));
    const struct edition_provider *known = edition_find_provider(edition, host);
    struct str domain = str_first_of(claimed, url_domain(arena, article->web_url));
    article->provider_domain = known != NULL ? known->domain : domain;
    article->provider_name = observation->provider_name;
    if (str_empty(article->provider_name) && known != NULL)
        article->provider_name = known->name;
    article->provider_name = str_first_of(article->provider_name, observation->site_name);
    article->provider_name =
        str_first_of(article->provider_name, url_display_host(arena, article->provider_domain));
    article->official = (source != NULL && source->official) ||
                        edition_domain_official(edition, article->provider_domain);
}

static enum status set_addresses(struct arena *arena, const struct edition *edition,
                                 const struct observation *observation, struct article *article,
                                 struct error *error) {
    article->original_url = str_first_of(observation->link, observation->canonical);
    article->web_url = article->original_url;
    if (edition->urls == URLS_CANONICAL && !str_empty(article->original_url)) {
        struct str address = str_first_of(observation->canonical, observation->link);
        enum status status = canonicalize(arena, edition, address, &article->web_url, error);
        if (status != STATUS_OK)
            return status;
    }
    if (!str_empty(observation->amp)) {
        article->amp_url = observation->amp;
        article->cdn_amp_url = amp_cache_address(arena, observation->amp);
    }
    return arena_status(arena, error);
}

static void take_images(const struct observation *observation, struct article *article) {
    article->images = observation->images;
    article->image_count = observation->image_count;
}

enum status article_make(struct arena *arena, const struct edition *edition,
                         const struct observation *observation, int64_t seen, const char *id,
                         struct article *article, struct error *error) {
    /* A date before feeds existed is a broken one; none ever lies in the future (attacks.md J03).
     */
    bool dated = observation->claimed != TIME_NONE && observation->claimed > 0;
    *article = (struct article){
        .title = observation->title,
        .excerpt = observation->excerpt,
        .byline = observation->byline,
        .language = observation->language,
        .type = observation->type,
        .embed = observation->embed,
        .claimed = observation->claimed,
        .published = dated && observation->claimed < seen ? observation->claimed : seen,
        .seen = seen,
        .updated = TIME_NONE,
        .revisions = 1,
        .text_hash = observation->text_hash,
        .feed = observation->feed,
        .cites = observation->cites,
        .rights = observation->rights,
        .paywalled = observation->paywalled,
    };
    memcpy(article->id, id, ID_LENGTH);
    memcpy(article->source, observation->source, sizeof article->source);
    enum status status = set_addresses(arena, edition, observation, article, error);
    take_images(observation, article);
    if (status == STATUS_OK)
        set_provider(arena, edition, observation, article);
    return status != STATUS_OK ? status : arena_status(arena, error);
}

/* Takes `fresh` when there is something new in it. */
static bool take(struct str *old, struct str fresh) {
    if (str_empty(fresh) || str_eq(*old, fresh))
        return false;
    *old = fresh;
    return true;
}

static bool same_images(const struct article *article, const struct observation *observation) {
    if (article->image_count != observation->image_count)
        return false;
    for (size_t i = 0; i < article->image_count; i++)
        if (!str_eq(article->images[i].url, observation->images[i].url) ||
            (article->images[i].cached != observation->images[i].cached &&
             article->images[i].copy_count == 0))
            return false;
    return true;
}

/* What is stated once holds, and of two statements the stricter; true when there is a new one. */
static bool take_rights(struct article *article, const struct observation *observation) {
    struct page_rights before = article->rights;
    page_rights_merge(&article->rights, &observation->rights);
    const struct page_rights *now = &article->rights;
    return now->said != before.said || now->max_snippet != before.max_snippet ||
           now->until != before.until;
}

/* What was first said is kept when another thing is said. */
static void keep_first(const struct article *before, struct article *article) {
    if (article->reworded ||
        (str_eq(before->title, article->title) && str_eq(before->excerpt, article->excerpt) &&
         str_eq(before->text_hash, article->text_hash)))
        return;
    article->reworded = true;
    article->first_title = before->title;
    article->first_excerpt = before->excerpt;
    article->first_text_hash = before->text_hash;
}

/* The history of what readers saw: another headline, or that the outlet took the piece back. Only
 * the source that brought it can tell that it did. */
static enum status note_changes(struct arena *arena, const struct observation *observation,
                                int64_t seen, const struct article *before, bool own,
                                struct article *article, bool *changed, struct error *error) {
    /* A piece that was called so from the start tells of another one. */
    struct str first = article->reworded ? article->first_title : article->title;
    bool emptied = observation->emptied && !str_empty(before->text_hash);
    bool withdrawn = observation->gone || emptied ||
                     (article_says_withdrawn(article->title) && !article_says_withdrawn(first));
    bool turned = own && withdrawn != (before->withdrawn > 0);
    bool headline = !str_eq(before->title, article->title);
    if (!turned && !headline)
        return STATUS_OK;
    struct article_change *change = article_change_at(arena, article, seen);
    if (change == NULL)
        return arena_status(arena, error);
    if (headline)
        change->title = before->title;
    if (turned) {
        change->gone = withdrawn;
        change->back = !withdrawn;
        article->withdrawn = withdrawn ? seen : 0;
    }
    *changed = true;
    return STATUS_OK;
}

enum status article_revise(struct arena *arena, const struct edition *edition,
                           const struct observation *observation, int64_t seen,
                           struct article *article, bool *changed, struct error *error) {
    (void)edition;
    *changed = take_rights(article, observation);
    if (article->imported || article->revisions >= ARTICLE_REVISIONS_MOST)
        return STATUS_OK;
    /* Only the source that brought an article may reword it; others fill what is missing (E16). */
    bool own = strcmp(article->source, observation->source) == 0;
    bool reworded = false;
    *changed |= observation->paywalled && !article->paywalled;
    article->paywalled |= observation->paywalled;
    const struct article before = *article;
    if (own) {
        reworded |= take(&article->title, observation->title);
        reworded |= take(&article->excerpt, observation->excerpt);
        reworded |= take(&article->text_hash, observation->text_hash);
        *changed |= take(&article->byline, observation->byline);
        *changed |= take(&article->cites, observation->cites);
    } else {
        if (str_empty(article->text_hash))
            *changed |= take(&article->text_hash, observation->text_hash);
        if (str_empty(article->excerpt))
            *changed |= take(&article->excerpt, observation->excerpt);
        if (str_empty(article->byline))
            *changed |= take(&article->byline, observation->byline);
    }
    if (str_empty(article->feed))
        *changed |= take(&article->feed, observation->feed);
    if (observation->image_count > 0 && (own || article->image_count == 0) &&
        !same_images(article, observation)) {
        take_images(observation, article);
        article_images_keep(before.images, before.image_count, article->images,
                            article->image_count);
        *changed = true;
    }
    if (str_empty(article->amp_url) && take(&article->amp_url, observation->amp)) {
        article->cdn_amp_url = amp_cache_address(arena, observation->amp);
        *changed = true;
    }
    if (reworded) {
        bool dated = observation->updated != TIME_NONE && observation->updated > article->published;
        article->updated = dated && observation->updated < seen ? observation->updated : seen;
        article->revisions++;
        *changed = true;
    }
    keep_first(&before, article);
    enum status status =
        note_changes(arena, observation, seen, &before, own, article, changed, error);
    return status == STATUS_OK ? arena_status(arena, error) : status;
}
