# Discord's own names of its permissions.
permission-read-messages = View Channels
permission-read-message-history = Read Message History
permission-send-messages = Send Messages
permission-send-messages-in-threads = Send Messages in Threads
permission-embed-links = Embed Links
permission-create-public-threads = Create Public Threads
permission-create-private-threads = Create Private Threads
permission-manage-channels = Manage Channels
permission-manage-roles = Manage Roles
permission-manage-messages = Manage Messages
permission-manage-nicknames = Manage Nicknames
permission-manage-threads = Manage Threads
permission-pin-messages = Pin Messages
permission-moderate-members = Timeout Members
