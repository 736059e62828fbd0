#include "publish/sitemaps.h"

#include "publish/xml.h"

#define DECLARATION "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n"
#define NAMESPACE " xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"

void sitemaps_init(struct sitemaps *sitemaps, struct paper *paper, size_t most) {
    *sitemaps = (struct sitemaps){.paper = paper, .most = most};
    buf_init(&sitemaps->page, PUBLISH_PAGE_MOST);
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

static enum status end_page(struct sitemaps *sitemaps, struct str path, struct error *error) {
    BUF_ADD(&sitemaps->page, "</urlset>\n");
    enum status status = buf_check(&sitemaps->page, error);
    if (status == STATUS_OK)
        status = tree_write(sitemaps->paper->pages, path, buf_str(&sitemaps->page), error);
    buf_clear(&sitemaps->page);
    sitemaps->entries = 0;
    return status;
}

static enum status end_part(struct sitemaps *sitemaps, struct error *error) {
    char path[64];
    snprintf(path, sizeof path, "sitemap/%zu.xml", ++sitemaps->parts);
    return end_page(sitemaps, str_from(path), error);
}

enum status sitemaps_add(struct sitemaps *sitemaps, struct str path, int64_t changed,
                         struct error *error) {
    struct buf *out = &sitemaps->page;
    if (sitemaps->entries == sitemaps->most) {
        enum status status = end_part(sitemaps, error);
        if (status != STATUS_OK)
            return status;
    }
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

static enum status write_index(struct sitemaps *sitemaps, struct error *error) {
    struct buf out;
    buf_init(&out, PUBLISH_PAGE_MOST);
    BUF_ADD(&out, DECLARATION "<sitemapindex" NAMESPACE);
    for (size_t i = 1; i <= sitemaps->parts; i++) {
        char path[64];
        snprintf(path, sizeof path, "sitemap/%zu.xml", i);
        BUF_ADD(&out, "  <sitemap>");
        add_address(sitemaps, &out, str_from(path));
        BUF_ADD(&out, "</sitemap>\n");
    }
    BUF_ADD(&out, "</sitemapindex>\n");
    enum status status = buf_check(&out, error);
    if (status == STATUS_OK)
        status = tree_write(sitemaps->paper->pages, STR("sitemap.xml"), buf_str(&out), error);
    buf_release(&out);
    return status;
}

enum status sitemaps_end(struct sitemaps *sitemaps, struct error *error) {
    enum status status;
    if (sitemaps->parts == 0) {
        if (sitemaps->entries == 0)
            BUF_ADD(&sitemaps->page, DECLARATION "<urlset" NAMESPACE);
        status = end_page(sitemaps, STR("sitemap.xml"), error);
    } else {
        status = end_part(sitemaps, error);
        if (status == STATUS_OK)
            status = write_index(sitemaps, error);
    }
    return status == STATUS_OK ? tree_sweep(sitemaps->paper->pages, STR("sitemap"), error) : status;
}
