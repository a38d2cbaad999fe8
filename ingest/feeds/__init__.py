"""The feeds Kith reads: one file each, with the same verbs."""

from ingest.feeds.family_context import EDUCATION, SOCIAL_CARE
from ingest.feeds.kith_csv import KithCsv
from ingest.records import Feed

FEEDS: dict[str, Feed] = {feed.name: feed for feed in (KithCsv(), SOCIAL_CARE, EDUCATION)}
"""By the name that `kith load` takes."""
