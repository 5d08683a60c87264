#ifndef CSIMDJSON_H
#define CSIMDJSON_H

// A thin C face on simdjson's DOM parser: parse one value, walk it without copying.
//
// A `tm_json_value` is valid until the next parse by the same parser. Strings are UTF-8, checked
// by simdjson, unescaped, and stay where the parser put them.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct tm_json_parser tm_json_parser;

typedef struct {
  const void *_Nullable document;
  size_t index;
} tm_json_value;

typedef struct {
  const char *_Nullable bytes;
  size_t count;
} tm_json_string;

typedef enum {
  TM_JSON_ARRAY,
  TM_JSON_OBJECT,
  TM_JSON_STRING,
  TM_JSON_INTEGER,
  TM_JSON_DOUBLE,
  TM_JSON_TRUE,
  TM_JSON_FALSE,
  TM_JSON_NULL
} tm_json_kind;

// How many readable bytes must follow a value's own.
size_t tm_json_padding(void);

tm_json_parser *_Nullable tm_json_parser_new(void);
void tm_json_parser_free(tm_json_parser *_Nullable parser);

// Why a text is not the one JSON value it should be.
typedef enum {
  TM_JSON_OK,
  TM_JSON_BAD_UTF8,
  TM_JSON_BAD_STRING,
  TM_JSON_BAD_NUMBER,
  TM_JSON_BAD_LITERAL,
  TM_JSON_CONTROL_CHARACTER,
  TM_JSON_UNCLOSED_STRING,
  TM_JSON_TOO_DEEP,
  TM_JSON_TOO_LARGE,
  TM_JSON_NO_MEMORY,
  TM_JSON_BAD_STRUCTURE
} tm_json_error;

// Parses one value of `count` bytes, followed by `tm_json_padding()` readable ones.
// Sets `value` where it returns TM_JSON_OK.
tm_json_error tm_json_parse(
    tm_json_parser *_Nonnull parser, const char *_Nonnull bytes, size_t count,
    tm_json_value *_Nonnull value);

// True where the bytes are UTF-8.
bool tm_utf8_is_valid(const char *_Nonnull bytes, size_t count);

tm_json_kind tm_json_get_kind(tm_json_value value);

// The member of an object with this key; false where there is none or `value` is no object.
bool tm_json_member(
    tm_json_value value, const char *_Nonnull key, size_t key_count,
    tm_json_value *_Nonnull member);

// Text of a string; false for any other kind.
bool tm_json_get_string(tm_json_value value, tm_json_string *_Nonnull string);

// A number that is an integer within 64 bits with a sign; false for anything else.
bool tm_json_get_integer(tm_json_value value, int64_t *_Nonnull integer);

// Any number; false for any other kind.
bool tm_json_get_double(tm_json_value value, double *_Nonnull number);

// A place in an array or object. `tm_json_next` is false at the end.
typedef struct {
  const void *_Nullable document;
  size_t index;
  size_t end;
  bool is_object;
} tm_json_cursor;

// A cursor over an array or object; it is at its end for any other kind.
tm_json_cursor tm_json_iterate(tm_json_value value);

// The next element, with its key where the cursor is over an object.
bool tm_json_next(
    tm_json_cursor *_Nonnull cursor, tm_json_string *_Nullable key,
    tm_json_value *_Nonnull element);

// How far a reader has come in an object or array whose end it looks for.
typedef struct {
  // How many objects and arrays are open.
  size_t depth;
  // All bits within a string, else none.
  uint64_t in_string;
  // 1 where the next byte is escaped.
  uint64_t is_escaped;
} tm_json_passage;

// Goes along an object or array, from its first byte or from where the call before came to.
// Returns how many of the bytes belong to it; 0 where it goes on after them.
size_t tm_json_pass(
    tm_json_passage *_Nonnull passage, const char *_Nonnull bytes, size_t count);

#ifdef __cplusplus
}
#endif

#endif
