#include "publish/sources.h"

#include "edition/opml.h"
#include "publish/pages.h"

enum { SOURCES_ARENA = 1 << 26 };

/* Names that mean nothing outside of one network (RFC 6761, 6762, 8375; .internal is ICANN's). */
static bool is_local(struct str host) {
    static const struct str endings[] = {
        STR_INIT(".local"), STR_INIT(".localhost"), STR_INIT(".internal"),
        STR_INIT(".lan"),   STR_INIT(".home.arpa"), STR_INIT(".intranet"),
    };
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
        if (str_ends(host, endings[i]))
            return true;
    return false;
}

static bool is_public(struct arena *arena, const struct edition_source *source) {
    struct url url;
    if (source->kind != SOURCE_FEED || source->hidden || str_absent(paper_link(source->url)) ||
        url_parse(arena, source->url, STR_NONE, &url, NULL) != STATUS_OK)
        return false;
    /* A name's last part has a letter, an address's none. */
    size_t dot = str_find_last_byte(url.hostname, '.');
    return url.port.n == 0 && dot != SIZE_MAX && !is_local(url.hostname) &&
           ascii_is_alpha(url.hostname.p[url.hostname.n - 1]);
}

bool sources_any(const struct edition *edition) {
    struct arena arena;
    bool any = false;
    arena_init(&arena, SOURCES_ARENA);
    for (size_t i = 0; i < edition->source_count && !any; i++)
        any = is_public(&arena, &edition->sources[i]);
    arena_release(&arena);
    return any;
}

enum status sources_write(struct paper *paper, struct error *error) {
    const struct edition *edition = paper->edition;
    struct arena arena;
    struct buf out;
    size_t count = 0;
    const struct str path = STR("sources.opml");
    arena_init(&arena, SOURCES_ARENA);
    buf_init(&out, PUBLISH_PAGE_MOST);
    struct edition_source *sources =
        arena_array(&arena, edition->source_count, struct edition_source);
    for (size_t i = 0; sources != NULL && i < edition->source_count; i++) {
        const struct edition_source *source = &edition->sources[i];
        if (is_public(&arena, source))
            sources[count++] = (struct edition_source){
                .url = source->url,
                .html_url = source->html_url,
                .title = str_first_of(source->title, url_host(&arena, source->url)),
                .folder = source->folder,
                .topic = SIZE_MAX};
    }
    enum status status = arena_status(&arena, error);
    if (status == STATUS_OK) {
        opml_write(edition, sources, count, &out);
        status = buf_check(&out, error);
    }
    if (status == STATUS_OK)
        status = count > 0 ? pages_write(paper, path, buf_str(&out), error)
                           : pages_remove(paper, path, error);
    buf_release(&out);
    arena_release(&arena);
    return status;
}
