#include "publish/feeds_inside.h"

#include "publish/xml.h"

/* Nothing in RSS says whether a title or a description is text or HTML, and readers take both for
 * HTML: a text is written as the HTML that shows it. */
static void add_html(struct feeds *feeds, const char *name, struct str text) {
    struct buf *html = &feeds->html;
    buf_clear(html);
    xml_text(html, text);
    xml_element(&feeds->rss, 6, name, buf_str(html));
}

void feeds_rss_item(struct feeds *feeds, const struct paper_member *lead, struct str address) {
    const struct article *article = &lead->article;
    struct arena *arena = &feeds->paper->arena;
    struct str here =
        arena_format(arena, "%.*s/%.*s", STR_ARG(feeds->paper->edition->url), STR_ARG(address));
    char text[TIME_TEXT];
    buf_clear(&feeds->rss);
    BUF_ADD(&feeds->rss, "    <item>\n");
    add_html(feeds, "title", article->title);
    xml_element(&feeds->rss, 6, "link", str_first_of(paper_target(article), here));
    xml_element(&feeds->rss, 6, "guid", here);
    xml_element(&feeds->rss, 6, "pubDate", str_from(time_format_http(article->published, text)));
    xml_element(&feeds->rss, 6, "atom:updated",
                str_from(time_format(paper_changed(article), text)));
    xml_element(&feeds->rss, 6, "dc:creator", feeds_author(arena, article));
    for (size_t i = 0; i < lead->row->topic_count; i++)
        xml_element(&feeds->rss, 6, "category", feeds_topic_name(feeds, lead->row, i));
    if (article->excerpt.n > 0)
        add_html(feeds, "description", article->excerpt);
    BUF_ADD(&feeds->rss, "    </item>\n");
}

static void add_channel(const struct feeds *feeds, const struct feed_pair *pair,
                        const struct feed_place *place, struct str path, struct buf *out) {
    const struct edition *edition = feeds->paper->edition;
    struct arena *arena = &feeds->paper->arena;
    char text[TIME_TEXT];
    xml_element(out, 4, "title", place->title);
    xml_element(out, 4, "link",
                arena_format(arena, "%.*s/%.*s", STR_ARG(edition->url), STR_ARG(place->folder)));
    xml_element(out, 4, "description",
                pair->topic != NULL ? str_first_of(pair->topic->description, pair->topic->name)
                                    : edition->title);
    xml_element(out, 4, "language", edition->locale);
    xml_element(out, 4, "lastBuildDate", str_from(time_format_http(pair->updated, text)));
    xml_element(out, 4, "generator", STR("Broadsheet"));
    BUF_ADD(out, "    <atom:link rel=\"self\" type=\"application/rss+xml\" href=\"");
    xml_text(out, edition->url);
    BUF_ADD(out, "/");
    xml_text(out, path);
    BUF_ADD(out, "\"/>\n");
}

enum status feeds_rss_end(struct feeds *feeds, const struct feed_pair *pair,
                          const struct feed_place *place, struct error *error) {
    struct str path = arena_format(&feeds->paper->arena, "%.*srss.xml", STR_ARG(place->folder));
    struct buf out;
    buf_init(&out, PUBLISH_PAGE_MOST);
    BUF_ADD(&out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                  "<rss version=\"2.0\" xmlns:atom=\"http://www.w3.org/2005/Atom\" "
                  "xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n  <channel>\n");
    add_channel(feeds, pair, place, path, &out);
    buf_add(&out, buf_str(&pair->rss));
    BUF_ADD(&out, "  </channel>\n</rss>\n");
    return feeds_write(feeds, path, &out, error);
}
