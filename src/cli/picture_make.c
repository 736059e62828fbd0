#include "cli/command.h"

#include "image/image.h"

/* The widths in their order, each once. */
static enum status read_widths(struct invocation *invocation, int64_t widths[IMAGE_WIDTHS_MOST],
                               size_t *count) {
    *count = 0;
    for (size_t k = 0; !str_absent(option_nth(invocation, "width", k)); k++) {
        int64_t width;
        if (*count == IMAGE_WIDTHS_MOST)
            return error_set(&invocation->error, STATUS_USAGE, "at most %d widths",
                             IMAGE_WIDTHS_MOST);
        if (!str_to_i64(option_nth(invocation, "width", k), &width) || width < IMAGE_WIDTH_LEAST ||
            width > IMAGE_WIDTH_MOST || (*count > 0 && width <= widths[*count - 1]))
            return error_set(&invocation->error, STATUS_USAGE,
                             "--width: whole numbers from %d to %d, the smallest first",
                             IMAGE_WIDTH_LEAST, IMAGE_WIDTH_MOST);
        widths[(*count)++] = width;
    }
    return *count > 0 ? STATUS_OK
                      : error_set(&invocation->error, STATUS_USAGE, "no --width is given");
}

static enum status run(struct invocation *invocation) {
    int64_t widths[IMAGE_WIDTHS_MOST];
    size_t count;
    struct buf bytes;
    enum status status = read_widths(invocation, widths, &count);
    if (status != STATUS_OK)
        return status;
    buf_init(&bytes, PICTURE_BYTES_MOST);
    status = cli_read(invocation, argument_or_dash(invocation, 0), PICTURE_BYTES_MOST, &bytes);
    if (status == STATUS_OK)
        status = image_make(buf_str(&bytes), widths, count, &invocation->out, &invocation->error);
    buf_release(&bytes);
    return status;
}

const struct command command_picture_make = {
    .name = "picture make",
    .arguments = "[FILE]",
    .summary = "make small copies of a picture",
    .help = "Reads a JPEG, PNG, GIF, WebP or AVIF from FILE or standard input, whatever its name "
            "says, and makes of it a WebP and a JPEG of each width: upright, in sRGB, without "
            "metadata, the first picture of an animation; none is larger than the picture itself, "
            "nor taller than twice its width.\n\n"
            "Prints a line of JSON, {\"width\",\"height\",\"copies\":[{\"type\",\"width\","
            "\"height\",\"bytes\"}]}, and right behind it the copies' bytes, one after the other. "
            "Rounds run this command for each picture, with limits of time and memory, so that "
            "what comes from outside is decoded in a process of its own.",
    .group = GROUP_PIPE,
    .least = 0,
    .most = 1,
    .options = {{.name = "width", .value = "PIXELS", .help = "the width of a copy", .many = true}},
    .exits = {{EXIT_DATA, "it is no such picture, broken, or too large"},
              {EXIT_UNAVAILABLE, "there is no libvips"}},
    .run = run,
};
