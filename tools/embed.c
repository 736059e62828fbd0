/* Writes files as C arrays, for publish/defaults.h: embed OUT FILE… Or one under a name of its own:
 * embed --bytes NAME OUT FILE. It runs while the program is
 * built, on the machine that builds it. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static const char *base_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

/* FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/), which tells one build's files from
 * another's. */
static uint64_t mark_byte(uint64_t mark, int byte) {
    return (mark ^ (uint64_t)byte) * 0x100000001b3;
}

static int write_array(FILE *out, const char *path, int number, uint64_t *mark) {
    FILE *in = fopen(path, "rb");
    long size = 0;
    int byte;
    if (in == NULL)
        return 0;
    fprintf(out, "static const unsigned char file_%d[] = {", number);
    while ((byte = getc(in)) != EOF) {
        fprintf(out, "%s%d,", size++ % 20 == 0 ? "\n    " : " ", byte);
        *mark = mark_byte(*mark, byte);
    }
    *mark = mark_byte(*mark, 256); /* the end of a file */
    if (size == 0)
        fprintf(out, "0");
    fprintf(out, "};\nenum { size_%d = %ld };\n\n", number, size);
    int good = !ferror(in);
    fclose(in);
    return good;
}

/* One file under a name of the caller's. */
static int write_bytes(const char *name, const char *to, const char *from) {
    FILE *out = fopen(to, "wb");
    uint64_t mark = 0;
    if (out == NULL)
        return 73;
    fprintf(out, "#include <stddef.h>\n\nextern const unsigned char *const %s;\n", name);
    fprintf(out, "extern const size_t %s_size;\n\n", name);
    if (!write_array(out, from, 1, &mark)) {
        fprintf(stderr, "embed: %s cannot be read\n", from);
        return 66;
    }
    fprintf(out, "const unsigned char *const %s = file_1;\n", name);
    fprintf(out, "const size_t %s_size = size_1;\n", name);
    return fclose(out) == 0 ? 0 : 74;
}

int main(int argc, char **argv) {
    if (argc == 5 && strcmp(argv[1], "--bytes") == 0)
        return write_bytes(argv[2], argv[3], argv[4]);
    FILE *out = argc > 2 ? fopen(argv[1], "wb") : NULL;
    uint64_t mark = 0xcbf29ce484222325;
    if (out == NULL) {
        fprintf(stderr, "usage: embed OUT FILE...\n");
        return 64;
    }
    fprintf(out, "#include \"publish/defaults.h\"\n\n");
    for (int i = 2; i < argc; i++)
        if (!write_array(out, argv[i], i, &mark)) {
            fprintf(stderr, "embed: %s cannot be read\n", argv[i]);
            return 66;
        }
    fprintf(out, "const struct publish_default publish_defaults[] = {\n");
    for (int i = 2; i < argc; i++)
        fprintf(out, "    {\"%s\", file_%d, size_%d},\n", base_name(argv[i]), i, i);
    fprintf(out, "};\nconst size_t publish_default_count = %d;\n", argc - 2);
    fprintf(out, "const char publish_defaults_mark[] = \"%016llx\";\n", (unsigned long long)mark);
    return fclose(out) == 0 ? 0 : 74;
}
