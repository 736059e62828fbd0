#include "edition/parts.h"

#include "base/utf8.h"
#include <utf8proc.h>

enum { TEXT_MOST = 64 * 1024 };

static const char topic_text[] =
    "# A topic. Files of this folder are read in the order of their names; the first is the main\n"
    "# topic, which every article has. Further topics get keywords: whole words that, in a title,\n"
    "# file an article under them. `parent` names a topic above this one.\n"
    "taxonomy: topic\n"
    "_id: news\n"
    "name: News\n"
    "description: What this edition is about\n"
    "keywords:\n"
    "  - news\n"
    "hashtags:\n"
    "  - \"#news\"\n";

static const char provider_text[] =
    "---\n"
    "# An outlet. The presence of its file makes it known, which counts in an article's quality.\n"
    "taxonomy: organization\n"
    "_id: example.com\n"
    "name: The Example\n"
    "domain: example.com\n"
    "# rights: licence 12 of 2026   # where its robots directives (nosnippet …) need not be "
    "obeyed\n"
    "# tier: 1        # 1, the best, to 9: edition.yaml may give points for it\n"
    "# owner: Example Group  # its owner's outlets are one voice; else those of a domain are\n"
    "# excerpt: 120   # characters of its texts that may be shown, 0 to 300; pages show 240\n"
    "# pictures: copy # or link, or none: what is done with its pictures\n"
    "# credit: A. Smith/The Example   # printed with them; else its name\n"
    "---\n";

static const char sources_text[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<opml version=\"2.0\">\n"
    "  <head>\n"
    "    <title>Sources</title>\n"
    "  </head>\n"
    "  <body>\n"
    "    <!-- One outline for each source: a feed's address, or a file in inbox/. Attributes of\n"
    "         ours: kind (feed, sitemap, page, archive), topic, provider, official, every, "
    "paused,\n"
    "         private (not in the sources.opml that is published).\n"
    "    <outline text=\"The Example\" xmlUrl=\"https://example.com/feed.xml\" topic=\"News\"/>\n"
    "    <outline text=\"A file\" xmlUrl=\"inbox/feed.xml\"/>\n"
    "    -->\n"
    "  </body>\n"
    "</opml>\n";

static const char about_text[] =
    "---\n"
    "title: About\n"
    "# description: a sentence for search engines\n"
    "---\n"
    "This paper is made of what others report: it finds, sorts and links, and every headline leads "
    "to the\noutlet that wrote it.\n\n"
    "<!-- A page of your own, in Markdown; each file in pages/ is one, and every footer leads "
    "there:\n"
    "imprint.md, privacy.md, contact.md, corrections.md. Comments and other HTML are left out. "
    "-->\n";

static const char ignore_text[] = "state/\npublic/\nkeys/\n";

static void add_key(struct buf *out, const struct edition_key *key, struct str name,
                    size_t indent) {
    buf_add_cstr(out, "# ");
    buf_add_repeat(out, ' ', indent);
    buf_add(out, name);
    BUF_ADD(out, ": ");
    if (key_is_list(key))
        buf_printf(out, "[%s]", key->otherwise);
    else if (key->type != KEY_TOPIC)
        buf_add_cstr(out, key->otherwise);
    buf_printf(out, "  # %s\n", key->help);
}

/* Opens the sections that `path` lies in and `open` does not; how deep it lies. */
static size_t open_sections(struct buf *out, struct str path, struct str open) {
    size_t depth = 0;
    for (size_t dot = str_find_byte(path, '.'), from = 0; dot != SIZE_MAX; depth++) {
        struct str section = str_take(path, dot + 1);
        if (!str_starts(open, section))
            buf_printf(out, "# %*s%.*s:\n", (int)(2 * depth), "",
                       STR_ARG(str_skip(str_take(path, dot), from)));
        from = dot + 1;
        size_t next = str_find_byte(str_skip(path, from), '.');
        dot = next == SIZE_MAX ? SIZE_MAX : from + next;
    }
    return depth;
}

/* A word that stands for the keys below it, too; they follow it. */
static bool is_section(size_t i) {
    struct str path = str_from(edition_keys[i].path);
    struct str next = str_from(i + 1 < edition_key_count ? edition_keys[i + 1].path : "");
    return str_starts(next, path) && next.n > path.n && next.p[path.n] == '.';
}

static void add_configuration(struct buf *out, struct str title, struct str id) {
    struct str open = STR("");
    BUF_ADD(out, "# An edition of Broadsheet. Every key is here: those in comments have the value "
                 "that they\n# have when left out.\ntitle: \"");
    buf_add(out, title);
    BUF_ADD(out, "\"\nid: ");
    buf_add(out, id);
    BUF_ADD(out, "\nurl: http://localhost:8080\n\n");
    for (size_t i = 0; i < edition_key_count; i++) {
        const struct edition_key *key = &edition_keys[i];
        struct str path = str_from(key->path);
        if (key->otherwise == NULL || is_section(i))
            continue;
        size_t depth = open_sections(out, path, open);
        size_t dot = str_find_last_byte(path, '.');
        add_key(out, key, str_skip(path, dot + 1), 2 * depth);
        open = str_take(path, dot == SIZE_MAX ? 0 : dot + 1);
    }
}

/* "ai-every-day" for "AI every day"; "edition" when nothing is left. */
static void add_id(struct buf *out, struct str name) {
    for (size_t i = 0; i < name.n && out->n < 64; i++) {
        char c = ascii_lower(name.p[i]);
        if (ascii_is_alnum(c))
            buf_add_byte(out, c);
        else if (out->n > 0 && out->p[out->n - 1] != '-')
            buf_add_byte(out, '-');
    }
    while (out->n > 0 && out->p[out->n - 1] == '-')
        buf_truncate(out, out->n - 1);
    if (out->n == 0)
        BUF_ADD(out, "edition");
}

/* The folder's name with spaces for '-' and '_', its first letter a capital; nothing that a quoted
 * YAML scalar would have to escape. */
static void add_title(struct buf *out, struct str name) {
    for (size_t i = 0; i < name.n && out->n < 150;) {
        uint32_t c = utf8_next(name, &i);
        if (c < 0xA0 && (c < 0x20 || c >= 0x7F || c == '"' || c == '\\'))
            continue;
        if (c == '-' || c == '_')
            c = ' ';
        if (out->n == 0)
            c = (uint32_t)utf8proc_toupper((utf8proc_int32_t)c);
        if (c < 0x2028 || (c > 0x2029 && c < 0xFEFF) || c > 0xFFFF)
            utf8_add(out, c);
    }
    if (str_trim(buf_str(out)).n == 0)
        BUF_ADD(out, "Edition");
}

static void add_readme(struct buf *out, struct str title) {
    BUF_ADD(out, "# ");
    buf_add(out, title);
    BUF_ADD(out,
            "\n\nAn edition of Broadsheet.\n\n"
            "- `edition.yaml`: the configuration; every key is explained there\n"
            "- `topics/`: what articles are filed under, a file each\n"
            "- `providers/`: the outlets that are known, a file each\n"
            "- `pages/`: the paper's own pages: about, imprint, privacy, …\n"
            "- `sources.opml`: what is watched: feeds, or files in `inbox/`\n"
            "- `records/`: the articles; `public/`: what is served; `state/`: what the program "
            "keeps\n\n"
            "`broadsheet run` in this folder fetches, sorts and serves the paper; "
            "`broadsheet doctor` says\nwhat is wrong.\n");
}

enum status edition_skeleton(struct arena *arena, struct str name, struct edition_file **files,
                             size_t *count, struct error *error) {
    struct buf title, id, configuration, readme;
    buf_init(&title, 1000);
    buf_init(&id, 100);
    buf_init(&configuration, TEXT_MOST);
    buf_init(&readme, TEXT_MOST);
    add_title(&title, name);
    add_id(&id, name);
    add_configuration(&configuration, str_trim(buf_str(&title)), buf_str(&id));
    add_readme(&readme, str_trim(buf_str(&title)));
    const struct edition_file list[] = {
        {STR("edition.yaml"), buf_str(&configuration)},
        {STR("topics/00-news.yaml"), STR(topic_text)},
        {STR("providers/example.com.md"), STR(provider_text)},
        {STR("sources.opml"), STR(sources_text)},
        {STR("pages/about.md"), STR(about_text)},
        {STR("inbox/.gitkeep"), STR("")},
        {STR(".gitignore"), STR(ignore_text)},
        {STR("README.md"), buf_str(&readme)},
    };
    *count = sizeof list / sizeof list[0];
    *files = arena_array(arena, *count, struct edition_file);
    for (size_t i = 0; *files != NULL && i < *count; i++)
        (*files)[i] = (struct edition_file){list[i].path, arena_copy(arena, list[i].bytes)};
    enum status status = buf_check(&configuration, error);
    if (status == STATUS_OK)
        status = buf_check(&readme, error);
    if (status == STATUS_OK)
        status = arena_status(arena, error);
    buf_release(&title);
    buf_release(&id);
    buf_release(&configuration);
    buf_release(&readme);
    return status;
}
