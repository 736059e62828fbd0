#include "fetch/fetch_inside.h"

static bool too_large(struct fetch_job *job, const char *message) {
    fetch_fail(job, FETCH_TOO_LARGE, message, STR_NONE);
    return false;
}

static bool add(struct fetch_job *job, struct str bytes) {
    buf_add(&job->body, bytes);
    if (job->body.status == STATUS_LIMIT)
        return too_large(job, "a body over the limit of its kind");
    if (job->body.status != STATUS_OK)
        fetch_fail(job, FETCH_MEMORY, "out of memory", STR_NONE);
    return job->class == FETCH_OK;
}

static bool broken(struct fetch_job *job) {
    fetch_fail(job, FETCH_BAD_RESPONSE, "its compression is broken", STR_NONE);
    return false;
}

/* RFC 1952, 2.2: members follow one another. What follows the last and is none is let go (B07). */
static bool next_member(struct fetch_job *job) {
    z_stream *z = &job->inflate;
    if (z->avail_in == 0 || z->next_in[0] != 0x1F) {
        z->avail_in = 0;
        return true;
    }
    job->inflated = false;
    return inflateReset(z) == Z_OK;
}

static bool inflate_some(struct fetch_job *job, struct str bytes) {
    z_stream *z = &job->inflate;
    char piece[16 * 1024];
    z->next_in = (unsigned char *)(uintptr_t)bytes.p; /* zlib reads it only */
    z->avail_in = (unsigned)bytes.n;
    if (job->inflated && !next_member(job))
        return broken(job);
    while (z->avail_in > 0 || z->avail_out == 0) {
        z->next_out = (unsigned char *)piece;
        z->avail_out = sizeof piece;
        int code = inflate(z, Z_NO_FLUSH);
        if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR)
            return broken(job);
        if (!add(job, str_of(piece, sizeof piece - z->avail_out)))
            return false;
        uint64_t ratio = (uint64_t)FETCH_RATIO_MOST * (uint64_t)job->received;
        if (job->body.n > FETCH_RATIO_FREE && job->body.n > ratio)
            return too_large(job, "compressed more than 100 to 1");
        if (code == Z_STREAM_END) {
            job->inflated = true;
            z->avail_out = 1; /* nothing is pending in a member that ended */
            if (!next_member(job))
                return broken(job);
        } else if (code == Z_BUF_ERROR) {
            break;
        }
    }
    return true;
}

static bool take(struct fetch_job *job, struct str bytes) {
    if (!job->headers.gzip)
        return add(job, bytes);
    if (!job->inflating) {
        job->inflate = (z_stream){0};
        if (inflateInit2(&job->inflate, 16 + MAX_WBITS) != Z_OK) {
            fetch_fail(job, FETCH_MEMORY, "out of memory", STR_NONE);
            return false;
        }
        job->inflating = true;
        job->inflated = false;
        job->inflate.avail_out = 1;
    }
    return inflate_some(job, bytes);
}

size_t fetch_on_body(char *bytes, size_t size, size_t count, void *data) {
    struct fetch_job *job = data;
    size_t n = size * count;
    job->received += (int64_t)n;
    /* Only a success has a body that we want: of an error and a redirect the header is enough. */
    if (job->headers.status < 200 || job->headers.status >= 300) {
        job->enough = true;
        return 0;
    }
    if ((uint64_t)job->received > fetch_cap(job->fetcher, job->kind)) {
        too_large(job, "a body over the limit of its kind");
        return 0;
    }
    return take(job, str_of(bytes, n)) ? n : 0;
}

void fetch_body_end(struct fetch_job *job) {
    if (job->inflating)
        inflateEnd(&job->inflate);
    job->inflating = false;
}
