"""Cleaning of text scraped from news pages: one step a file, each named by what it takes off.

`article_text.clean_text` runs them in order. The rules are general: they go by what pages of many designs have in
common (words of furniture, the shape of a line, its place before or after the prose), never by one site's layout.
"""
