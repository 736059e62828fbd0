#include "publish/news.h"

#include "publish/lines.h"
#include "publish/pages.h"
#include "publish/xml.h"
#include "words/words.h"

enum { NEWS_ARENA = 1 << 28, NEWS_DAYS = 2 };

enum status news_from(struct paper *paper, int64_t *from, struct error *error) {
    const struct store_query newest = {.order = STORE_BY_PUBLISHED_DOWN,
                                       .shown_only = true,
                                       .leads_only = true,
                                       .known = &paper->places,
                                       .most = 1};
    struct arena arena;
    struct store_article *rows;
    size_t count = 0;
    arena_init(&arena, NEWS_ARENA);
    enum status status =
        store_articles_list(paper->context->store, &arena, &newest, &rows, &count, error);
    *from = count > 0 ? rows[0].published - NEWS_DAYS * DAY_SECONDS + 1 : INT64_MAX;
    arena_release(&arena);
    return status;
}

/* ISO 639, but for Chinese, which is told apart by its script. */
static struct str language_of(struct str locale) {
    if (str_eq_case(locale, STR("zh-cn")) || str_eq_case(locale, STR("zh-tw")))
        return locale;
    return words_primary(locale);
}

static void add_entry(struct paper *paper, const struct paper_line *line, struct buf *out) {
    const struct edition *edition = paper->edition;
    char text[TIME_TEXT];
    BUF_ADD(out, "  <url>\n    <loc>");
    xml_text(out, edition->url);
    BUF_ADD(out, "/");
    xml_text(out, line->address);
    BUF_ADD(out, "</loc>\n    <news:news>\n      <news:publication>\n");
    xml_element(out, 8, "news:name", edition->title);
    xml_element(out, 8, "news:language", language_of(edition->locale));
    BUF_ADD(out, "      </news:publication>\n");
    xml_element(out, 6, "news:publication_date",
                str_from(time_format(line->member.article.published, text)));
    xml_element(out, 6, "news:title", line->member.article.title);
    BUF_ADD(out, "    </news:news>\n  </url>\n");
}

enum status news_write(struct paper *paper, struct error *error) {
    struct arena arena;
    struct buf out;
    struct store_query query = {.order = STORE_BY_PUBLISHED_DOWN,
                                .shown_only = true,
                                .leads_only = true,
                                .most = PUBLISH_NEWS_MOST};
    struct paper_line *lines;
    size_t count = 0, found;
    arena_init(&arena, NEWS_ARENA);
    buf_init(&out, PUBLISH_PAGE_MOST);
    BUF_ADD(&out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
                  "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" "
                  "xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\">\n");
    enum status status = news_from(paper, &query.published_from, error);
    if (status == STATUS_OK)
        status = lines_read(paper, &arena, &query, &lines, &count, &found, error);
    for (size_t i = 0; i < count; i++)
        if (!lines[i].repeat && page_rights_listed(&lines[i].member.article.rights))
            add_entry(paper, &lines[i], &out);
    BUF_ADD(&out, "</urlset>\n");
    if (status == STATUS_OK)
        status = buf_check(&out, error);
    if (status == STATUS_OK)
        status = pages_write(paper, STR("news-sitemap.xml"), buf_str(&out), error);
    buf_release(&out);
    arena_release(&arena);
    return status;
}
