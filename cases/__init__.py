"""What happened: history, deadlines, documents, decisions, notifications, families."""
