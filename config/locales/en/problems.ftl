# Why something did not work. Whole sentences.
problem-taken = { $who } is already looking at this one. Thank you for being quick!
problem-decided = { $who } has already decided this one. Thank you for looking!
problem-withdrawn = The author took this message back. There is nothing left to decide.
problem-not-found = This case doesn't exist any more.
problem-timeouts-off = Time-outs are not in use here yet.
problem-stale = A colleague did something at the same moment. Have a look at the card and try again.
problem-dm-closed = This person's direct messages are closed.
problem-gone = It isn't there any more.
problem-missing-permission = Haven lacks a permission on Discord. `./run bot check` says which one.
problem-hierarchy = This person's role stands above Haven's role.
problem-gave-up = Discord did not answer, and Haven stopped trying.
problem-unknown = Haven can't do this here.
problem-unexpected = Haven made a mistake. Whoever runs it can see which in the log.

act-message-delete-pending = The message is being removed.
act-message-delete-done = The message was removed.
act-message-delete-simulated = Dry run: the message would have been removed.
act-message-delete-failed = The message was not removed. { $problem }
act-member-remind-pending = The reminder is being sent.
act-member-remind-done = The reminder was sent.
act-member-remind-simulated = Dry run: a reminder would have been sent.
act-member-remind-failed = The reminder was not sent. { $problem }
act-member-timeout-pending = The time-out is being set.
act-member-timeout-done = The time-out was set.
act-member-timeout-simulated = Dry run: a time-out would have been set.
act-member-timeout-failed = The time-out was not set. { $problem }

error-unknown = Something went wrong on our side. Please try again in a moment.
error-store = Haven can't write anything down just now, so this wasn't kept. Please try again in a moment; if it goes on, tell whoever runs Haven.
