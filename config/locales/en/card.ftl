# The card in the private channel, for workers. Numbers of cases, names and times are given as text.
card-title = Case { $case }
card-why = Why this is here
card-message = The message
card-before = Before
card-after = After
card-notes = Notes
card-acts = What happened
card-jump = Go to the message
card-attachments = { $count ->
    [one] With one file. Haven doesn't look at files.
   *[other] With { $count } files. Haven doesn't look at files.
}
card-no-text = (no text)
card-state-new = Nobody has taken this yet.
card-state-claimed = { $who } took this { $when }.
card-state-decided = { $who } decided on { $when }: { $decision }.
card-state-withdrawn = Taken back by its author. Nothing to decide.
card-text-kept = The text is kept until { $when }.
card-text-withdrawn = The author took the message back before a decision. The text is gone.
card-text-expired = The text was deleted, because its time was over.
card-text-author-edited = The author has since changed the message. You see the first text.
card-text-author-deleted = The author has since deleted the message. The text is kept for this case only.
card-origin-model = Noticed by Haven.
card-origin-rule = Noticed by a rule.
card-origin-worker = Opened by { $who }.
card-origin-member = Reported by a member.

urgency-now = now
urgency-soon = soon
urgency-later = when you have time

kind-match = a match
kind-lobby = the lobby
kind-discussion = a discussion
kind-twitch = a Twitch chat

surface-message = a message
surface-forwarded = a forwarded message
surface-embed = a message with a link preview
surface-poll = a poll
surface-thread-title = the title of a thread
surface-nickname = a nickname

label-clean = fine
label-banter = banter
label-harassment = harassment
label-hate = hate
label-threat = a threat
label-distress = somebody may not be doing well
label-unsure = not sure

language-nl = Dutch
language-fr = French
language-en = English
language-mixed = mixed
language-unknown = not clear

decision-dismiss = banter, nothing needed
decision-remove = remove the message
decision-remind = remind of the rules
decision-timeout = time-out

button-claim = Claim
button-dismiss = Banter
button-remove = Remove
button-remind = Remind
button-timeout = Time out
button-note = Note
button-release = Release
button-health-seen = Seen

timeout-length = { $minutes ->
    [10] 10 minutes
    [60] 1 hour
    [1440] 1 day
    [10080] 1 week
   *[other] { $minutes } minutes
}

modal-note-title = Note on case { $case }
modal-note-label = What should colleagues know?
modal-note-placeholder = Short, and about this message. No beliefs, origin, politics or health.

answer-claim = Case { $case } is yours. Thank you.
answer-release = Case { $case } is free again for a colleague.
answer-dismiss = Case { $case } is closed as banter.
answer-remove = Decided. The message of case { $case } is being removed.
answer-remind = Decided. The reminder for case { $case } is being sent.
answer-timeout = Decided. The time-out for case { $case } is being set.
answer-note = Your note on case { $case } is kept. It goes away by itself.
answer-open = Case { $case } is open, and its card is in the queue.
answer-open-exists = There is already a case about this message.
answer-open-impossible = No case can be opened on this message.

health-title = Some messages were not read
health-body = In { $channel }, { $count ->
    [one] one message was
   *[other] { $count } messages were
 } not read by the classifier since { $since }. The rules still looked. Please have a look yourself.
health-first = First one
health-last = Last one
health-reason-failed = The classifier made an error.
health-reason-late = The classifier was too slow.
health-reason-overloaded = There was too much to read at once.
health-reason-missing = There is no working classifier.
health-settled = { $who } had a look.
