#include "feed/names.h"

/* In byte order of the names. Sources: RSS 0.90, 0.91, 0.92, 1.0, 2.0; RFC 4287 and Atom 0.3;
 * Dublin Core and its terms; Syndication 1.0; Media RSS 1.5; Apple's podcast elements; CDF. */
static const struct feed_name names[] = {
    {SPACE_RSS, "abstract", PLACE_FEED | PLACE_ENTRY, FIELD_SUMMARY, 2, READ_HTML},
    {SPACE_DC, "abstract", PLACE_ENTRY, FIELD_SUMMARY, 5, READ_HTML},
    {SPACE_RSS, "author", PLACE_FEED | PLACE_ENTRY, FIELD_AUTHOR, 1, READ_PLAIN},
    {SPACE_ATOM, "author", PLACE_FEED | PLACE_ENTRY, FIELD_PERSON, 0, READ_PLAIN},
    {SPACE_DC, "author", PLACE_FEED | PLACE_ENTRY, FIELD_AUTHOR, 3, READ_PLAIN},
    {SPACE_ITUNES, "author", PLACE_FEED | PLACE_ENTRY, FIELD_AUTHOR, 5, READ_PLAIN},
    {SPACE_RSS, "body", PLACE_ENTRY, FIELD_CONTENT, 3, READ_HTML},
    {SPACE_XHTML, "body", PLACE_ENTRY, FIELD_CONTENT, 4, READ_HTML},
    {SPACE_RSS, "category", PLACE_FEED | PLACE_ENTRY, FIELD_CATEGORY, 0, READ_PLAIN},
    {SPACE_ATOM, "category", PLACE_FEED | PLACE_ENTRY, FIELD_ATOM_CATEGORY, 0, READ_PLAIN},
    {SPACE_MEDIA, "category", PLACE_ENTRY, FIELD_CATEGORY, 0, READ_PLAIN},
    {SPACE_ITUNES, "category", PLACE_FEED | PLACE_ENTRY, FIELD_TEXT_CATEGORY, 0, READ_PLAIN},
    {SPACE_RSS, "channel", PLACE_FEED, FIELD_CHANNEL, 0, READ_PLAIN},
    {SPACE_RSS, "content", PLACE_ENTRY, FIELD_CONTENT, 3, READ_HTML},
    {SPACE_ATOM, "content", PLACE_ENTRY, FIELD_CONTENT, 2, READ_ATOM},
    {SPACE_MEDIA, "content", PLACE_ENTRY, FIELD_MEDIA_CONTENT, 0, READ_PLAIN},
    {SPACE_RSS, "copyright", PLACE_FEED, FIELD_RIGHTS, 1, READ_HTML},
    {SPACE_ATOM, "copyright", PLACE_FEED, FIELD_RIGHTS, 2, READ_ATOM},
    {SPACE_ATOM, "created", PLACE_FEED | PLACE_ENTRY, FIELD_PUBLISHED, 3, READ_PLAIN},
    {SPACE_DC, "created", PLACE_FEED | PLACE_ENTRY, FIELD_PUBLISHED, 3, READ_PLAIN},
    {SPACE_DC, "creator", PLACE_FEED | PLACE_ENTRY, FIELD_AUTHOR, 2, READ_PLAIN},
    {SPACE_MEDIA, "credit", PLACE_ENTRY, FIELD_AUTHOR, 8, READ_PLAIN},
    {SPACE_RSS, "date", PLACE_ENTRY, FIELD_PUBLISHED, 5, READ_PLAIN},
    {SPACE_DC, "date", PLACE_FEED | PLACE_ENTRY, FIELD_PUBLISHED, 4, READ_PLAIN},
    {SPACE_RSS, "day", PLACE_FEED, FIELD_DAY, 0, READ_PLAIN},
    {SPACE_RSS, "description", PLACE_FEED, FIELD_SUMMARY, 1, READ_HTML},
    {SPACE_RSS, "description", PLACE_ENTRY, FIELD_SUMMARY, 1, READ_HTML},
    {SPACE_DC, "description", PLACE_FEED | PLACE_ENTRY, FIELD_SUMMARY, 4, READ_HTML},
    {SPACE_MEDIA, "description", PLACE_ENTRY, FIELD_SUMMARY, 7, READ_HTML},
    {SPACE_XHTML, "div", PLACE_ENTRY, FIELD_CONTENT, 5, READ_HTML},
    {SPACE_ATOM, "email", PLACE_PERSON, FIELD_EMAIL, 0, READ_PLAIN},
    {SPACE_ITUNES, "email", PLACE_PERSON, FIELD_EMAIL, 0, READ_PLAIN},
    {SPACE_RSS, "enclosure", PLACE_ENTRY, FIELD_ENCLOSURE, 0, READ_PLAIN},
    {SPACE_CONTENT, "encoded", PLACE_ENTRY, FIELD_CONTENT, 1, READ_HTML},
    {SPACE_ATOM, "entry", PLACE_FEED | PLACE_ENTRY, FIELD_ENTRY, 0, READ_PLAIN},
    {SPACE_ATOM, "feed", PLACE_FEED, FIELD_ROOT, 0, READ_PLAIN},
    {SPACE_RSS, "fullitem", PLACE_ENTRY, FIELD_CONTENT, 3, READ_HTML},
    {SPACE_RSS, "generator", PLACE_FEED, FIELD_GENERATOR, 0, READ_PLAIN},
    {SPACE_ATOM, "generator", PLACE_FEED, FIELD_GENERATOR, 0, READ_PLAIN},
    {SPACE_MEDIA, "group", PLACE_ENTRY, FIELD_GROUP, 0, READ_PLAIN},
    {SPACE_RSS, "guid", PLACE_ENTRY, FIELD_ID, 0, READ_PLAIN},
    {SPACE_RSS, "hour", PLACE_FEED, FIELD_HOUR, 0, READ_PLAIN},
    {SPACE_ATOM, "icon", PLACE_FEED, FIELD_IMAGE_URL, 3, READ_PLAIN},
    {SPACE_ATOM, "id", PLACE_FEED | PLACE_ENTRY, FIELD_ID, 1, READ_PLAIN},
    {SPACE_DC, "identifier", PLACE_ENTRY, FIELD_ID, 4, READ_PLAIN},
    {SPACE_RSS, "image", PLACE_FEED | PLACE_ENTRY, FIELD_IMAGE, 0, READ_PLAIN},
    {SPACE_ITUNES, "image", PLACE_FEED | PLACE_ENTRY, FIELD_IMAGE_HREF, 4, READ_PLAIN},
    {SPACE_ATOM, "info", PLACE_FEED, FIELD_SUMMARY, 6, READ_ATOM},
    {SPACE_ATOM, "issued", PLACE_FEED | PLACE_ENTRY, FIELD_PUBLISHED, 3, READ_PLAIN},
    {SPACE_DC, "issued", PLACE_FEED | PLACE_ENTRY, FIELD_PUBLISHED, 3, READ_PLAIN},
    {SPACE_RSS, "item", PLACE_FEED | PLACE_ENTRY, FIELD_ENTRY, 0, READ_PLAIN},
    {SPACE_RSS, "items", PLACE_FEED, FIELD_GROUP, 0, READ_PLAIN},
    {SPACE_RSS, "language", PLACE_FEED | PLACE_ENTRY, FIELD_LANGUAGE, 1, READ_PLAIN},
    {SPACE_DC, "language", PLACE_FEED | PLACE_ENTRY, FIELD_LANGUAGE, 2, READ_PLAIN},
    {SPACE_RSS, "lastbuilddate", PLACE_FEED, FIELD_UPDATED, 1, READ_PLAIN},
    {SPACE_RSS, "link", PLACE_FEED | PLACE_ENTRY | PLACE_SOURCE, FIELD_LINK, 2, READ_PLAIN},
    {SPACE_ATOM, "link", PLACE_FEED | PLACE_ENTRY | PLACE_SOURCE, FIELD_ATOM_LINK, 0, READ_PLAIN},
    {SPACE_ITUNES, "link", PLACE_FEED, FIELD_ATOM_LINK, 0, READ_PLAIN},
    {SPACE_ATOM, "logo", PLACE_FEED, FIELD_IMAGE_URL, 2, READ_PLAIN},
    {SPACE_RSS, "managingeditor", PLACE_FEED, FIELD_AUTHOR, 1, READ_PLAIN},
    {SPACE_ATOM, "modified", PLACE_FEED | PLACE_ENTRY, FIELD_UPDATED, 2, READ_PLAIN},
    {SPACE_DC, "modified", PLACE_FEED | PLACE_ENTRY, FIELD_UPDATED, 3, READ_PLAIN},
    {SPACE_ATOM, "name", PLACE_PERSON, FIELD_NAME, 0, READ_PLAIN},
    {SPACE_ITUNES, "name", PLACE_PERSON, FIELD_NAME, 0, READ_PLAIN},
    {SPACE_FEEDBURNER, "origlink", PLACE_ENTRY, FIELD_LINK, 0, READ_PLAIN},
    {SPACE_ITUNES, "owner", PLACE_FEED, FIELD_PERSON, 7, READ_PLAIN},
    {SPACE_MEDIA, "player", PLACE_ENTRY, FIELD_MEDIA_PLAYER, 0, READ_PLAIN},
    {SPACE_RSS, "pubdate", PLACE_FEED | PLACE_ENTRY, FIELD_PUBLISHED, 1, READ_PLAIN},
    {SPACE_ATOM, "published", PLACE_FEED | PLACE_ENTRY, FIELD_PUBLISHED, 2, READ_PLAIN},
    {SPACE_DC, "publisher", PLACE_FEED, FIELD_AUTHOR, 6, READ_PLAIN},
    {SPACE_RSS, "rdf", PLACE_FEED, FIELD_ROOT, 0, READ_PLAIN},
    {SPACE_RDF, "rdf", PLACE_FEED, FIELD_ROOT, 0, READ_PLAIN},
    {SPACE_ATOM, "rights", PLACE_FEED, FIELD_RIGHTS, 2, READ_ATOM},
    {SPACE_DC, "rights", PLACE_FEED, FIELD_RIGHTS, 3, READ_HTML},
    {SPACE_RSS, "rss", PLACE_FEED, FIELD_ROOT, 0, READ_PLAIN},
    {SPACE_RSS, "skipdays", PLACE_FEED, FIELD_GROUP, 0, READ_PLAIN},
    {SPACE_RSS, "skiphours", PLACE_FEED, FIELD_GROUP, 0, READ_PLAIN},
    {SPACE_RSS, "source", PLACE_ENTRY, FIELD_SOURCE, 0, READ_PLAIN},
    {SPACE_ATOM, "source", PLACE_ENTRY, FIELD_SOURCE, 0, READ_PLAIN},
    {SPACE_DC, "subject", PLACE_FEED | PLACE_ENTRY, FIELD_CATEGORY, 0, READ_PLAIN},
    {SPACE_RSS, "subtitle", PLACE_FEED, FIELD_SUMMARY, 1, READ_HTML},
    {SPACE_ATOM, "subtitle", PLACE_FEED, FIELD_SUMMARY, 2, READ_ATOM},
    {SPACE_ITUNES, "subtitle", PLACE_FEED | PLACE_ENTRY, FIELD_SUMMARY, 8, READ_HTML},
    {SPACE_RSS, "summary", PLACE_ENTRY, FIELD_SUMMARY, 3, READ_HTML},
    {SPACE_ATOM, "summary", PLACE_ENTRY, FIELD_SUMMARY, 2, READ_ATOM},
    {SPACE_ITUNES, "summary", PLACE_FEED | PLACE_ENTRY, FIELD_SUMMARY, 6, READ_HTML},
    {SPACE_RSS, "tagline", PLACE_FEED, FIELD_SUMMARY, 1, READ_HTML},
    {SPACE_ATOM, "tagline", PLACE_FEED, FIELD_SUMMARY, 2, READ_ATOM},
    {SPACE_MEDIA, "thumbnail", PLACE_ENTRY, FIELD_MEDIA_THUMBNAIL, 0, READ_PLAIN},
    {SPACE_RSS, "title", PLACE_FEED | PLACE_ENTRY, FIELD_TITLE, 1, READ_HTML},
    {SPACE_RSS, "title", PLACE_SOURCE, FIELD_TITLE, 1, READ_HTML},
    {SPACE_ATOM, "title", PLACE_FEED | PLACE_ENTRY | PLACE_SOURCE, FIELD_TITLE, 2, READ_ATOM},
    {SPACE_DC, "title", PLACE_FEED | PLACE_ENTRY, FIELD_TITLE, 4, READ_HTML},
    {SPACE_MEDIA, "title", PLACE_ENTRY, FIELD_TITLE, 6, READ_HTML},
    {SPACE_ITUNES, "title", PLACE_ENTRY, FIELD_TITLE, 5, READ_HTML},
    {SPACE_RSS, "ttl", PLACE_FEED, FIELD_TTL, 0, READ_PLAIN},
    {SPACE_ATOM, "updated", PLACE_FEED | PLACE_ENTRY, FIELD_UPDATED, 2, READ_PLAIN},
    {SPACE_SYNDICATION, "updatefrequency", PLACE_FEED, FIELD_FREQUENCY, 0, READ_PLAIN},
    {SPACE_SYNDICATION, "updateperiod", PLACE_FEED, FIELD_PERIOD, 0, READ_PLAIN},
    {SPACE_RSS, "url", PLACE_IMAGE, FIELD_IMAGE_URL, 1, READ_PLAIN},
    {SPACE_YOUTUBE, "videoid", PLACE_ENTRY, FIELD_VIDEO_ID, 0, READ_PLAIN},
    {SPACE_RSS, "webmaster", PLACE_FEED, FIELD_AUTHOR, 4, READ_PLAIN},
};

struct known {
    struct str text;
    enum feed_space space;
};

/* Addresses without scheme, "www." and what trails ("/", "#"), in lower case. */
static const struct known addresses[] = {
    {STR_INIT("w3.org/2005/atom"), SPACE_ATOM},
    {STR_INIT("purl.org/atom/ns"), SPACE_ATOM},
    {STR_INIT("purl.org/atom"), SPACE_ATOM},
    {STR_INIT("example.com/newformat"), SPACE_ATOM}, /* drafts of Atom 0.2 and 0.3 */
    {STR_INIT("example.com/necho"), SPACE_ATOM},
    {STR_INIT("purl.org/echo"), SPACE_ATOM},
    {STR_INIT("purl.org/pie"), SPACE_ATOM},
    {STR_INIT("uri/of/echo/namespace"), SPACE_ATOM},
    {STR_INIT("purl.org/rss/1.0"), SPACE_RSS},
    {STR_INIT("purl.org/net/rss1.1"), SPACE_RSS},
    {STR_INIT("my.netscape.com/rdf/simple/0.9"), SPACE_RSS},
    {STR_INIT("channel.netscape.com/rdf/simple/0.9"), SPACE_RSS},
    {STR_INIT("my.netscape.com/publish/formats/rss-0.91.dtd"), SPACE_RSS},
    {STR_INIT("backend.userland.com/rss"), SPACE_RSS},
    {STR_INIT("backend.userland.com/rss2"), SPACE_RSS},
    {STR_INIT("backend.userland.com/rss091"), SPACE_RSS},
    {STR_INIT("backend.userland.com/rss092"), SPACE_RSS},
    {STR_INIT("blogs.law.harvard.edu/tech/rss"), SPACE_RSS},
    {STR_INIT("cyber.law.harvard.edu/rss/rss.html"), SPACE_RSS},
    {STR_INIT("purl.org/dc/elements/1.1"), SPACE_DC},
    {STR_INIT("purl.org/dc/elements/1.0"), SPACE_DC},
    {STR_INIT("purl.org/dc/terms"), SPACE_DC},
    {STR_INIT("purl.org/rss/1.0/modules/content"), SPACE_CONTENT},
    {STR_INIT("purl.org/rss/1.0/modules/syndication"), SPACE_SYNDICATION},
    {STR_INIT("search.yahoo.com/mrss"), SPACE_MEDIA},
    {STR_INIT("video.search.yahoo.com/mrss"), SPACE_MEDIA},
    {STR_INIT("tools.search.yahoo.com/mrss"), SPACE_MEDIA},
    {STR_INIT("itunes.com/dtds/podcast-1.0.dtd"), SPACE_ITUNES},
    {STR_INIT("example.com/dtds/podcast-1.0.dtd"), SPACE_ITUNES},
    {STR_INIT("rssnamespace.org/feedburner/ext/1.0"), SPACE_FEEDBURNER},
    {STR_INIT("youtube.com/xml/schemas/2015"), SPACE_YOUTUBE},
    {STR_INIT("w3.org/1999/xhtml"), SPACE_XHTML},
    {STR_INIT("w3.org/1999/02/22-rdf-syntax-ns"), SPACE_RDF},
    {STR_INIT("w3.org/xml/1998/namespace"), SPACE_XML},
};

static const struct known prefixes[] = {
    {STR_INIT("atom"), SPACE_ATOM},       {STR_INIT("atom10"), SPACE_ATOM},
    {STR_INIT("dc"), SPACE_DC},           {STR_INIT("dcterms"), SPACE_DC},
    {STR_INIT("content"), SPACE_CONTENT}, {STR_INIT("media"), SPACE_MEDIA},
    {STR_INIT("itunes"), SPACE_ITUNES},   {STR_INIT("feedburner"), SPACE_FEEDBURNER},
    {STR_INIT("yt"), SPACE_YOUTUBE},      {STR_INIT("xhtml"), SPACE_XHTML},
    {STR_INIT("rdf"), SPACE_RDF},         {STR_INIT("sy"), SPACE_SYNDICATION},
    {STR_INIT("xml"), SPACE_XML},
};

static struct str bare_address(struct str address) {
    static const struct str starts[] = {STR_INIT("http://"), STR_INIT("https://"),
                                        STR_INIT("www.")};
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++)
        if (str_starts_case(address, starts[i]))
            address = str_skip(address, starts[i].n);
    while (address.n > 0 && (address.p[address.n - 1] == '/' || address.p[address.n - 1] == '#'))
        address.n--;
    return address;
}

enum feed_space feed_space_find(struct str address, struct str prefix) {
    struct str bare = bare_address(str_trim(address));
    for (size_t i = 0; bare.n > 0 && i < sizeof addresses / sizeof addresses[0]; i++)
        if (str_eq_case(bare, addresses[i].text))
            return addresses[i].space;
    for (size_t i = 0; prefix.n > 0 && i < sizeof prefixes / sizeof prefixes[0]; i++)
        if (str_eq_case(prefix, prefixes[i].text))
            return prefixes[i].space;
    /* An unknown namespace as the default one is a publisher's slip, not a vocabulary. */
    return prefix.n == 0 ? SPACE_RSS : SPACE_OTHER;
}

static const struct feed_name *find_in(enum feed_space space, const char *name, unsigned place) {
    size_t low = 0, high = sizeof names / sizeof names[0];
    while (low < high) { /* the first of the name */
        size_t middle = (low + high) / 2;
        if (strcmp(names[middle].name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < sizeof names / sizeof names[0] && strcmp(names[low].name, name) == 0; low++)
        if (names[low].space == space && (names[low].places & place) != 0)
            return &names[low];
    return NULL;
}

const struct feed_name *feed_name_find(enum feed_space space, struct str name, unsigned place) {
    char lower[FEED_NAME_MOST];
    if (name.n == 0 || name.n >= sizeof lower || space == SPACE_OTHER)
        return NULL;
    for (size_t i = 0; i < name.n; i++)
        lower[i] = ascii_lower(name.p[i]);
    lower[name.n] = '\0';
    const struct feed_name *found = find_in(space, lower, place);
    /* Atom without its namespace. */
    if (found == NULL && space == SPACE_RSS)
        found = find_in(SPACE_ATOM, lower, place);
    return found;
}

const struct feed_name *feed_names_find(struct feed_names *known, enum feed_space space,
                                        struct str name, unsigned place) {
    if (name.n == 0 || name.n >= FEED_NAME_MOST || space == SPACE_OTHER)
        return NULL;
    unsigned hash = (unsigned)space * 7 + place * 5 + (unsigned)name.n;
    hash = hash * 31 + (unsigned char)name.p[0];
    hash = hash * 31 + (unsigned char)name.p[name.n / 2];
    hash = hash * 31 + (unsigned char)name.p[name.n - 1];
    struct feed_name_kept *kept = &known->kept[hash % FEED_NAMES_KEPT & ~1u];
    for (size_t i = 0; i < 2; i++)
        if (kept[i].length == name.n && kept[i].space == (uint8_t)space &&
            kept[i].place == (uint8_t)place && memcmp(kept[i].name, name.p, name.n) == 0)
            return kept[i].found;
    kept[1] = kept[0];
    memcpy(kept->name, name.p, name.n);
    kept->length = (uint8_t)name.n;
    kept->space = (uint8_t)space;
    kept->place = (uint8_t)place;
    kept->found = feed_name_find(space, name, place);
    return kept->found;
}
