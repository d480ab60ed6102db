"""Where articles come from, beside the users' own producers: one source a file, all of them ending in `RawItem`s.

    files and folders   files -> compression (gz, zst) -> whole_file, json_lines, json_file, warc
    feeds on the web    feeds -> fetch (hosts, addresses) -> feed_document, with feed_settings and feed_state
    HTTP POST           http_intake

Every source bounds size, time and memory of what it takes, and one that is bad holds up none of the others.
"""

from .files import count_items, read_items
from .item import MAX_ITEM_BYTES, Item, RawItem, Skipped

__all__ = ["MAX_ITEM_BYTES", "Item", "RawItem", "Skipped", "count_items", "read_items"]
