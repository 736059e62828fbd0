#include "publish/sitemaps.h"

#include "publish/pages.h"
#include "publish/xml.h"

#define DECLARATION "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
#define NAMESPACE " xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"

static int64_t part_size(const struct paper *paper) {
    return paper->edition->publish.page_size * SITEMAPS_PAGES;
}

size_t sitemaps_whole_most(const struct paper *paper) {
    return (size_t)part_size(paper);
}

bool sitemaps_part(const struct paper *paper, int64_t stories) {
    return stories > part_size(paper);
}

enum status sitemaps_init(struct sitemaps *sitemaps, struct paper *paper, struct error *error) {
    const struct store_query all = {
        .shown_only = true, .leads_only = true, .enough = sitemaps_whole_most(paper) + 1};
    int64_t stories;
    *sitemaps = (struct sitemaps){.paper = paper, .size = part_size(paper)};
    buf_init(&sitemaps->page, PUBLISH_PAGE_MOST);
    enum status status = store_articles_count(paper->context->store, &all, &stories, error);
    if (status == STATUS_OK)
        sitemaps->parted = sitemaps_part(paper, stories);
    return status;
}

void sitemaps_release(struct sitemaps *sitemaps) {
    buf_release(&sitemaps->page);
}

static void add_address(struct sitemaps *sitemaps, struct buf *out, struct str path) {
    BUF_ADD(out, "<loc>");
    xml_text(out, sitemaps->paper->edition->url);
    BUF_ADD(out, "/");
    xml_text(out, path);
    BUF_ADD(out, "</loc>");
}

static enum status end_file(struct sitemaps *sitemaps, struct str path, struct error *error) {
    if (sitemaps->entries == 0)
        BUF_ADD(&sitemaps->page, DECLARATION "<urlset" NAMESPACE);
    BUF_ADD(&sitemaps->page, "</urlset>\n");
    enum status status = buf_check(&sitemaps->page, error);
    if (status == STATUS_OK)
        status = pages_write(sitemaps->paper, path, buf_str(&sitemaps->page), error);
    buf_clear(&sitemaps->page);
    sitemaps->entries = 0;
    return status;
}

static enum status add_entry(struct sitemaps *sitemaps, struct str path, int64_t changed,
                             struct error *error) {
    struct buf *out = &sitemaps->page;
    if (sitemaps->entries++ == 0)
        BUF_ADD(out, DECLARATION "<urlset" NAMESPACE);
    BUF_ADD(out, "  <url>");
    add_address(sitemaps, out, path);
    if (changed != TIME_NONE) {
        char text[TIME_TEXT];
        buf_printf(out, "<lastmod>%s</lastmod>", time_format(changed, text));
    }
    BUF_ADD(out, "</url>\n");
    return buf_check(out, error);
}

enum status sitemaps_add(struct sitemaps *sitemaps, struct str path, struct error *error) {
    if (sitemaps->entries == PUBLISH_SITEMAP_MOST)
        return error_set(error, STATUS_LIMIT, "a sitemap has at most %d addresses",
                         PUBLISH_SITEMAP_MOST);
    return add_entry(sitemaps, path, TIME_NONE, error);
}

enum status sitemaps_end_pages(struct sitemaps *sitemaps, struct error *error) {
    return sitemaps->parted ? end_file(sitemaps, STR("sitemap/pages.xml"), error) : STATUS_OK;
}

/* ---- stories ---- */

static struct str part_path(int64_t number, char path[64]) {
    snprintf(path, 64, "sitemap/%lld.xml", (long long)number);
    return str_from(path);
}

/* The part that ends where another number comes. A part of stories that are all not to be listed is
 * there, too, as the index names it. */
static enum status end_part(struct sitemaps *sitemaps, int64_t number, struct error *error) {
    char path[64];
    sitemaps->parts++;
    return end_file(sitemaps, part_path(number, path), error);
}

enum status sitemaps_add_story(struct sitemaps *sitemaps, const struct paper_story *story,
                               struct error *error) {
    int64_t before = sitemaps->cut.number;
    enum status status = STATUS_OK;
    if (sitemaps->parted)
        status = cut_step(sitemaps->paper, 0, sitemaps->size, story->lead->published,
                          &sitemaps->cut, error);
    if (status == STATUS_OK && before != 0 && before != sitemaps->cut.number)
        status = end_part(sitemaps, before, error);
    const struct article *lead = &story->members[0].article;
    if (status != STATUS_OK || !story->shown || story->repeat || !page_rights_listed(&lead->rights))
        return status;
    struct str address = paper_address(&sitemaps->paper->arena, story);
    status = arena_status(&sitemaps->paper->arena, error);
    return status == STATUS_OK ? add_entry(sitemaps, address, paper_changed(lead), error) : status;
}

void sitemaps_seek(struct sitemaps *sitemaps, int64_t month, int64_t left) {
    sitemaps->cut = (struct cut){.month = month, .left = left};
    sitemaps->parts = 0;
    sitemaps->entries = 0;
    buf_clear(&sitemaps->page);
}

enum status sitemaps_end_part(struct sitemaps *sitemaps, struct error *error) {
    return sitemaps->cut.number != 0 ? end_part(sitemaps, sitemaps->cut.number, error) : STATUS_OK;
}

enum status sitemaps_remove(struct sitemaps *sitemaps, int64_t number, struct error *error) {
    char path[64];
    return pages_remove(sitemaps->paper, part_path(number, path), error);
}

static void add_part(struct sitemaps *sitemaps, struct buf *out, struct str path) {
    BUF_ADD(out, "  <sitemap>");
    add_address(sitemaps, out, path);
    BUF_ADD(out, "</sitemap>\n");
}

static enum status list_parts(struct sitemaps *sitemaps, struct buf *out, struct error *error) {
    const struct paper *paper = sitemaps->paper;
    int64_t month, count;
    enum status status = cut_neighbour(paper, 0, 0, false, &month, error);
    while (status == STATUS_OK && month != 0) {
        status = cut_count(paper, 0, month, TIME_NONE, &count, error);
        for (int64_t rank = count - 1; rank >= 0 && status == STATUS_OK;) {
            char path[64];
            int64_t number = cut_number(month, rank, sitemaps->size);
            add_part(sitemaps, out, part_path(number, path));
            while (rank >= 0 && cut_number(month, rank, sitemaps->size) == number)
                rank--;
        }
        if (status == STATUS_OK)
            status = cut_neighbour(paper, 0, month, false, &month, error);
    }
    return status;
}

enum status sitemaps_write_index(struct sitemaps *sitemaps, struct error *error) {
    struct buf out;
    buf_init(&out, PUBLISH_PAGE_MOST);
    BUF_ADD(&out, DECLARATION "<sitemapindex" NAMESPACE);
    add_part(sitemaps, &out, STR("sitemap/pages.xml"));
    enum status status = list_parts(sitemaps, &out, error);
    BUF_ADD(&out, "</sitemapindex>\n");
    if (status == STATUS_OK)
        status = buf_check(&out, error);
    if (status == STATUS_OK)
        status = pages_write(sitemaps->paper, STR("sitemap.xml"), buf_str(&out), error);
    buf_release(&out);
    return status;
}

enum status sitemaps_end(struct sitemaps *sitemaps, struct error *error) {
    if (!sitemaps->parted)
        return end_file(sitemaps, STR("sitemap.xml"), error);
    enum status status = sitemaps_end_part(sitemaps, error);
    return status == STATUS_OK ? sitemaps_write_index(sitemaps, error) : status;
}
