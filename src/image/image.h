/* Copies of pictures: small, of one colour space, with nothing of the original but what one sees.
 *
 * The bytes of a picture are hostile, and so is whatever has read them. So libvips runs in a
 * process of its own, which has limits of time and memory and is killed when it takes too long
 * (image_ask); what it answers is checked before it is believed.
 *
 * The same bytes and widths give the same copies, as long as the libraries are the same ones. */
#ifndef IMAGE_IMAGE_H
#define IMAGE_IMAGE_H

#include "base/buf.h"
#include "base/status.h"
#include "base/str.h"
#include "files/picture.h"

enum {
    IMAGE_WIDTHS_MOST = 8,
    IMAGE_COPIES_MOST = 2 * IMAGE_WIDTHS_MOST, /* each as WebP and as JPEG */
    IMAGE_WIDTH_LEAST = 16,
    IMAGE_WIDTH_MOST = 4096,
    IMAGE_TALL = 2, /* no copy is taller than so many times the width that was asked for */
    IMAGE_COPY_BYTES_MOST = 4 << 20,
    IMAGE_ANSWER_BYTES_MOST = 32 << 20,
    IMAGE_SECONDS = 10,      /* until it is killed; */
    IMAGE_CPU_SECONDS = 5,   /* of these so many of a processor (attacks.md, default limits) */
    IMAGE_MEMORY = 1 << 30,  /* bytes of its address space, libraries and all */
    IMAGE_EXIT_WITHOUT = 69, /* the exit code of `picture make` without libvips */
};

struct image_copy {
    enum picture_type type; /* WebP or JPEG */
    int64_t width, height;  /* pixels */
    struct str bytes;
};

/* The copies of one picture: WebP first, then JPEG, each the smallest first. A picture that is
 * narrower than a width that was asked for has one copy of its own width instead of all those. */
struct image_set {
    int64_t width, height; /* of the picture, upright */
    struct image_copy copies[IMAGE_COPIES_MOST];
    size_t count;
};

/* Whether this build has libvips and the machine, too. Loads it: for commands that only look. */
bool image_available(void);

/* In this process, for the child: reads a JPEG, PNG, GIF, WebP or AVIF and appends what image_ask
 * reads (a line of JSON, then the copies' bytes). Its size is known from its header before anything
 * is decoded; of an animation only the first picture counts; its orientation is applied; profiles,
 * EXIF, XMP, thumbnails and comments are gone.
 *
 * `widths` are ascending. INVALID for what is no such picture, is cut short or broken; LIMIT for
 * one that is too large (files_picture_fits); UNAVAILABLE without libvips. */
enum status image_make(struct str bytes, const int64_t *widths, size_t count, struct buf *out,
                       struct error *error);

/* The same in a process of its own: `program` ("/proc/self/exe": this one) is started as `picture
 * make`. The
 * copies' bytes lie in `holder`. TIMEOUT when it had to be killed, UNAVAILABLE when it has no
 * libvips, INVALID when it cannot or its answer is none, SYSTEM or MEMORY when there is no process
 * to be had. */
enum status image_ask(const char *program, struct str bytes, const int64_t *widths, size_t count,
                      struct buf *holder, struct image_set *set, struct error *error);

/* Reads what image_make wrote, for image_ask; believes nothing: counts, types, sizes and lengths
 * are those of the bytes themselves, and none larger than was asked for. Borrows. INVALID. */
enum status image_read(struct str answer, const int64_t *widths, size_t count,
                       struct image_set *set, struct error *error);

#endif
