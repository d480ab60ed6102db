"""Ingest: any news as users have it (`news.raw.v1`) becomes clean articles (`news.articles.v1`).

    bytes --decoding--> text --raw_fields--> fields --page--> body and metadata --cleaning--> article

`normalize.to_article` is the whole of it as one pure function; `sources` are where articles come
from beside the users' own producers; `doors` opens those of a worker: feeds and HTTP.
"""
