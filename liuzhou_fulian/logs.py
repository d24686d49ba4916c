"""What the log must not keep."""

import logging
import re

# The address of a calendar feed is a password: whoever reads the log could subscribe with it.
FEED_ADDRESS = re.compile(r"/meetings/feed/[^/\s?]+\.ics")
HIDDEN_ADDRESS = "/meetings/feed/….ics"


class HideFeedTokens(logging.Filter):
    """Takes the tokens of calendar feeds out of what is logged."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always lets the record pass, without its tokens."""
        message = record.getMessage()
        if FEED_ADDRESS.search(message):
            record.msg, record.args = FEED_ADDRESS.sub(HIDDEN_ADDRESS, message), None
        return True
