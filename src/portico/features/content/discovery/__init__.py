"""The site for machines: feeds, sitemaps, structured data, cards, and the files that announce them."""
