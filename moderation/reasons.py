"""The keys of every reason that this package gives by itself; the edge words each one. A classifier brings keys of its own."""

from enum import StrEnum


class Why(StrEnum):
    """Why a message was laid before a human, or was not."""

    # what the classifier saw
    THREAT = "reads-as-threat"
    DISTRESS = "reads-as-distress"
    HATE = "reads-as-hate"
    RUDE = "reads-as-rude"
    UNSURE = "hard-to-tell"
    NOT_COVERED = "language-not-covered"
    NOT_JUDGED = "classifier-unavailable"

    # what the conversation shows
    AIMED = "aimed-at-someone"
    ASKED_TO_STOP = "asked-to-stop"
    TARGET_SILENT = "target-silent"
    SEVERAL = "several-against-one"
    KEEPS_ON = "keeps-at-it"
    PLAYS_ALONG = "target-plays-along"
    LAUGHTER = "laughter"
    TARGET_LAUGHS = "target-laughs"
    QUOTES = "quotes-others"
    COUNTERS = "speaks-against-it"
    GAME_TALK = "game-talk"
    TIME = "names-a-time"
    PLACE = "names-a-place"
    MEANS = "names-a-means"

    # what a rule found
    LIST_SEVERE = "list-severe"
    LIST_WATCH = "list-watch"
    INVITE = "link-invite"
    SUSPICIOUS_LINK = "link-suspicious"
    MENTIONS = "mention-burst"
    REPEATED = "repetition-burst"
    COPIED = "copied-by-several"

    # a person's own doing
    WORKER = "opened-by-worker"
