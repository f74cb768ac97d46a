/** Pattern of a text of one line with something in it, writable as UTF-8. Patterns are read with the `u` flag. */
export const LINE_PATTERN = '^[^\\p{Cc}\\p{Cs}]*[^\\s\\p{Cc}\\p{Cs}][^\\p{Cc}\\p{Cs}]*$';
