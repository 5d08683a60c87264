#ifndef CUNPACK_H
#define CUNPACK_H

// Unpacks gzip and zstd files with zlib and libzstd, from one file descriptor to another.

#include <stdint.h>

typedef enum { TM_UNPACK_GZIP, TM_UNPACK_ZSTD } tm_unpack_kind;

typedef enum {
  TM_UNPACK_OK,
  TM_UNPACK_CANNOT_READ,
  TM_UNPACK_CANNOT_WRITE,
  TM_UNPACK_DAMAGED,
  TM_UNPACK_TRUNCATED,
  TM_UNPACK_TOO_LARGE,
  TM_UNPACK_NO_MEMORY
} tm_unpack_error;

// Unpacks all of `source`, of which several packed files may stand one after the other, into `target`.
// Stops where more than `limit` bytes come out. `errno` tells why reading or writing failed.
tm_unpack_error tm_unpack(
    int source, int target, tm_unpack_kind kind, uint64_t limit, uint64_t *_Nonnull count);

#endif
