#include "CUnpack.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

enum { BUFFER_SIZE = 1 << 18 };

typedef struct {
  int source;
  int target;
  uint64_t limit;
  uint64_t *count;
  unsigned char *input;
  unsigned char *output;
} tm_unpacking;

// Bytes that were read, 0 at the end, -1 where reading failed.
static ssize_t fill(tm_unpacking *work) {
  ssize_t count;
  do {
    count = read(work->source, work->input, BUFFER_SIZE);
  } while (count < 0 && errno == EINTR);
  return count;
}

static tm_unpack_error drain(tm_unpacking *work, size_t size) {
  *work->count += size;
  if (*work->count > work->limit) return TM_UNPACK_TOO_LARGE;
  size_t written = 0;
  while (written < size) {
    ssize_t piece = write(work->target, work->output + written, size - written);
    if (piece < 0 && errno == EINTR) continue;
    if (piece < 0) return TM_UNPACK_CANNOT_WRITE;
    written += (size_t)piece;
  }
  return TM_UNPACK_OK;
}

static tm_unpack_error unpack_gzip(tm_unpacking *work) {
  z_stream stream;
  memset(&stream, 0, sizeof stream);
  // 16: gzip only.
  if (inflateInit2(&stream, 15 + 16) != Z_OK) return TM_UNPACK_NO_MEMORY;
  tm_unpack_error error = TM_UNPACK_OK;
  bool is_inside = false;
  while (error == TM_UNPACK_OK) {
    ssize_t size = fill(work);
    if (size < 0) error = TM_UNPACK_CANNOT_READ;
    if (size == 0 && is_inside) error = TM_UNPACK_TRUNCATED;
    if (size <= 0) break;
    stream.next_in = work->input;
    stream.avail_in = (uInt)size;
    while (stream.avail_in > 0 && error == TM_UNPACK_OK) {
      is_inside = true;
      stream.next_out = work->output;
      stream.avail_out = BUFFER_SIZE;
      int state = inflate(&stream, Z_NO_FLUSH);
      if (state != Z_OK && state != Z_STREAM_END && state != Z_BUF_ERROR) {
        error = TM_UNPACK_DAMAGED;
        break;
      }
      error = drain(work, BUFFER_SIZE - stream.avail_out);
      if (state == Z_STREAM_END) {
        is_inside = false;
        if (inflateReset(&stream) != Z_OK) error = TM_UNPACK_DAMAGED;
      } else if (state == Z_BUF_ERROR && stream.avail_in > 0 && stream.avail_out > 0) {
        error = TM_UNPACK_DAMAGED;
      }
    }
    // What inflate still holds comes out with a full buffer only.
    while (error == TM_UNPACK_OK && is_inside && stream.avail_out == 0) {
      stream.next_out = work->output;
      stream.avail_out = BUFFER_SIZE;
      int state = inflate(&stream, Z_NO_FLUSH);
      if (state != Z_OK && state != Z_STREAM_END && state != Z_BUF_ERROR) {
        error = TM_UNPACK_DAMAGED;
        break;
      }
      error = drain(work, BUFFER_SIZE - stream.avail_out);
      if (state == Z_STREAM_END) {
        is_inside = false;
        if (inflateReset(&stream) != Z_OK) error = TM_UNPACK_DAMAGED;
      }
    }
  }
  inflateEnd(&stream);
  return error;
}

static tm_unpack_error unpack_zstd(tm_unpacking *work) {
  ZSTD_DStream *stream = ZSTD_createDStream();
  if (stream == NULL) return TM_UNPACK_NO_MEMORY;
  ZSTD_initDStream(stream);
  tm_unpack_error error = TM_UNPACK_OK;
  size_t expected = 0;
  while (error == TM_UNPACK_OK) {
    ssize_t size = fill(work);
    if (size < 0) error = TM_UNPACK_CANNOT_READ;
    if (size == 0 && expected > 0) error = TM_UNPACK_TRUNCATED;
    if (size <= 0) break;
    if (*work->count == 0) {
      unsigned long long declared = ZSTD_getFrameContentSize(work->input, (size_t)size);
      bool is_known =
          declared != ZSTD_CONTENTSIZE_UNKNOWN && declared != ZSTD_CONTENTSIZE_ERROR;
      if (is_known && declared > work->limit) {
        error = TM_UNPACK_TOO_LARGE;
        break;
      }
    }
    ZSTD_inBuffer input = {work->input, (size_t)size, 0};
    bool is_full = true;
    while (error == TM_UNPACK_OK && (input.pos < input.size || is_full)) {
      ZSTD_outBuffer output = {work->output, BUFFER_SIZE, 0};
      expected = ZSTD_decompressStream(stream, &output, &input);
      if (ZSTD_isError(expected)) {
        error = TM_UNPACK_DAMAGED;
        break;
      }
      error = drain(work, output.pos);
      is_full = output.pos == BUFFER_SIZE && expected > 0;
    }
  }
  ZSTD_freeDStream(stream);
  return error;
}

tm_unpack_error tm_unpack(
    int source, int target, tm_unpack_kind kind, uint64_t limit, uint64_t *count) {
  *count = 0;
  tm_unpacking work = {source, target, limit, count, malloc(BUFFER_SIZE), malloc(BUFFER_SIZE)};
  tm_unpack_error error = TM_UNPACK_NO_MEMORY;
  if (work.input != NULL && work.output != NULL) {
    error = kind == TM_UNPACK_GZIP ? unpack_gzip(&work) : unpack_zstd(&work);
  }
  free(work.input);
  free(work.output);
  return error;
}
