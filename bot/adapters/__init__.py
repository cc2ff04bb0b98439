"""What goes out: Discord, storage, crypto, the classifier behind its queue."""
