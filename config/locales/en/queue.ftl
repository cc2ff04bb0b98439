# What the queue says beside card.ftl.
command-open-case-name = Open a case

card-label = Haven took it for: { $label }.

queue-note-failed = Your note could not be kept just now. This is what you wrote:
queue-note-again = Try again
queue-health-seen = Thank you for having a look. The count starts anew.
queue-title-removed = Title removed

health-nicknames = the nicknames
health-reason-gap = Haven was away for longer than it can read back.

problem-rejected = Discord did not accept it.
problem-late = Its time had passed before Discord could be reached.
