/* Folding what is known of an article's pictures: the copies that were made, or that they are gone.
 */
#include "press/state.h"

/* The article's picture of that address; NULL when it has another one by now. */
static struct article_image *find_image(struct article *article, struct str url) {
    for (size_t i = 0; i < article->image_count; i++)
        if (str_eq(article->images[i].url, url))
            return &article->images[i];
    return NULL;
}

static enum status take_copies(struct press *press, const struct json_value *body,
                               struct article_image *image, struct error *error) {
    enum status status = article_copies_read(&press->scratch, json_get_array(body, "copies"),
                                             &image->copies, &image->copy_count, error);
    image->cached = image->copy_count > 0;
    if (image->width <= 0 || image->height <= 0) {
        image->width = json_get_int(body, "width", 0);
        image->height = json_get_int(body, "height", 0);
    }
    return status;
}

enum status fold_pictured(struct press *press, const struct json_value *body, struct error *error) {
    struct str id = json_get_str(body, "article");
    struct store_article *row;
    struct article article;
    enum status status = store_keys_follow(press->store, &press->scratch, KEYS_ALIAS, &id, error);
    if (status == STATUS_OK)
        status = store_articles_get(press->store, &press->scratch, &id, 1, &row, error);
    if (status != STATUS_OK || row->id[0] == '\0')
        return status;
    status = press_article(press, row, &article, error);
    struct article_image *image =
        status == STATUS_OK ? find_image(&article, json_get_str(body, "picture")) : NULL;
    if (status != STATUS_OK || image == NULL)
        return status;
    status = take_copies(press, body, image, error);
    if (status != STATUS_OK)
        return status;
    row->data = press_article_json(press, &article);
    row->changed = press->number;
    status = arena_status(&press->scratch, error);
    if (status == STATUS_OK)
        status = store_articles_put(press->store, row, 1, error);
    return status != STATUS_OK ? status : press_touch_story(press, str_from(row->story), error);
}
